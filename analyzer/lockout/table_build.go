package lockout

// build holds registries of images and packages, and what builds them.
var build = []service{
	{
		Service: Service{
			Name: "ecr", Noun: "repository", Types: []string{"AWS::ECR::Repository"},
			ARN:  "arn:{partition}:ecr:{region}:{account}:repository/{name}",
			Edit: []string{"ecr:SetRepositoryPolicy"}, Remove: []string{"ecr:DeleteRepositoryPolicy"},
			Destroy: []string{"ecr:DeleteRepository"}, Data: []string{"ecr:BatchGetImage", "ecr:PutImage"},
			Safety: "force",
		},
		carries: []string{"resourcetag/"}, bare: true,
	},
	{
		Service: Service{
			Name: "ecr-public", Noun: "repository", Types: []string{"AWS::ECR::PublicRepository"},
			ARN:     "arn:{partition}:ecr-public::{account}:repository/{name}",
			Edit:    []string{"ecr-public:SetRepositoryPolicy"},
			Remove:  []string{"ecr-public:DeleteRepositoryPolicy"},
			Destroy: []string{"ecr-public:DeleteRepository"}, Data: []string{"ecr-public:PutImage"},
			Safety: "force",
		},
		carries: []string{"resourcetag/"}, bare: true,
	},
	{
		Service: Service{
			Name: "codeartifact-domain", Noun: "domain", Types: []string{"AWS::CodeArtifact::Domain"},
			ARN:     "arn:{partition}:codeartifact:{region}:{account}:domain/{name}",
			Edit:    []string{"codeartifact:PutDomainPermissionsPolicy"},
			Remove:  []string{"codeartifact:DeleteDomainPermissionsPolicy"},
			Destroy: []string{"codeartifact:DeleteDomain"}, Data: []string{"codeartifact:GetAuthorizationToken"},
		},
		refIsARN: true,
	},
	{
		Service: Service{
			Name: "codeartifact", Noun: "repository", Types: []string{"AWS::CodeArtifact::Repository"},
			ARN:     "arn:{partition}:codeartifact:{region}:{account}:repository/{name}",
			Edit:    []string{"codeartifact:PutRepositoryPermissionsPolicy"},
			Remove:  []string{"codeartifact:DeleteRepositoryPermissionsPolicy"},
			Destroy: []string{"codeartifact:DeleteRepository"}, Data: []string{"codeartifact:ReadFromRepository"},
		},
		refIsARN: true,
	},
	{
		Service: Service{
			Name: "codebuild", Noun: "project",
			ARN:  "arn:{partition}:codebuild:{region}:{account}:project/{name}",
			Edit: []string{"codebuild:PutResourcePolicy"}, Remove: []string{"codebuild:DeleteResourcePolicy"},
			Destroy: []string{"codebuild:DeleteProject"},
		},
	},
}
