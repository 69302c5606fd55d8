# syntax=docker/dockerfile:1
# docker build --build-arg VERSION=v0.1.0 -t latchkey .
FROM --platform=$BUILDPLATFORM golang:1.26.8-bookworm AS build
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=
WORKDIR /build
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ENV CGO_ENABLED=0 GOOS=${TARGETOS} GOARCH=${TARGETARCH}
RUN go build -trimpath -buildvcs=false -ldflags "-s -w -X main.release=$VERSION" -o /latchkey ./cmd/latchkey

FROM scratch
LABEL org.opencontainers.image.title="latchkey" \
      org.opencontainers.image.description="Proves who would be locked out, stranded or let in by CloudFormation templates and AWS policies" \
      org.opencontainers.image.source="https://github.com/latchkey-dev/latchkey" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY LICENSE NOTICE /
COPY --from=build /latchkey /latchkey
USER 65532:65532
WORKDIR /src
ENTRYPOINT ["/latchkey"]
