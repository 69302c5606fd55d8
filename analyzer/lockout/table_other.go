package lockout

// others holds services with policies on other things, and those where the policy can't lock management,
// since identity policies alone decide who may change it.
var others = []service{
	{
		Service: Service{
			Name: "acm-pca", Noun: "certificate authority",
			ARN:  "arn:{partition}:acm-pca:{region}:{account}:certificate-authority/{name}",
			Edit: []string{"acm-pca:PutPolicy"}, Remove: []string{"acm-pca:DeletePolicy"},
			Destroy: []string{"acm-pca:DeleteCertificateAuthority"}, Data: []string{"acm-pca:IssueCertificate"},
			Safety: "always",
		},
	},
	{
		// Requests for the actions name no resource, so that only "*" matches them.
		Service: Service{
			Name: "logs", Noun: "log policy", Types: []string{"AWS::Logs::ResourcePolicy"}, ARN: "*",
			Edit: []string{"logs:PutResourcePolicy"}, Remove: []string{"logs:DeleteResourcePolicy"},
		},
		arn: onEverything,
	},
	{
		Service: Service{
			Name: "xray", Noun: "X-Ray policy", Types: []string{"AWS::XRay::ResourcePolicy"}, ARN: "*",
			Edit: []string{"xray:PutResourcePolicy"}, Remove: []string{"xray:DeleteResourcePolicy"},
			Safety: "BypassPolicyLockoutCheck",
		},
		carries: []string{"resourcepolicyname"}, arn: onEverything,
	},
	{
		Service: Service{
			Name: "ssm", Noun: "parameter", Types: []string{"AWS::SSM::ResourcePolicy"},
			ARN:  "arn:{partition}:ssm:{region}:{account}:parameter/{name}",
			Edit: []string{"ssm:PutResourcePolicy"}, Remove: []string{"ssm:DeleteResourcePolicy"},
		},
	},
	{
		Service: Service{
			Name: "sts", Noun: "role", Types: []string{"AWS::IAM::Role"},
			ARN:  "arn:{partition}:iam::{account}:role/{name}",
			Data: []string{"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"},
		},
		bare: true,
	},
	{
		// The policy of a gateway endpoint or an interface endpoint is about any action of its service.
		Service: Service{
			Name: "endpoint", Noun: "endpoint", Types: []string{"AWS::EC2::VPCEndpoint"}, ARN: "*",
			Data: []string{unnamedAction},
		},
		arn: onEverything,
	},
	{
		Service: Service{
			Name: "execute-api", Noun: "API", Types: []string{"AWS::ApiGateway::RestApi"},
			ARN:  "arn:{partition}:execute-api:{region}:{account}:{name}",
			Data: []string{"execute-api:Invoke"},
		},
		objects: "/",
	},
	{
		Service: Service{
			Name: "vpc-lattice-svcs", Noun: "service", Types: []string{"AWS::VpcLattice::AuthPolicy"},
			ARN:  "arn:{partition}:vpc-lattice:{region}:{account}:service/{name}",
			Data: []string{"vpc-lattice-svcs:Invoke"},
		},
		objects: "/",
	},
}
