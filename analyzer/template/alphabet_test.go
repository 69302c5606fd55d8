package template_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// splitHead declares what the texts in the tables below hold.
const splitHead = `
Parameters:
  Open: {Type: String}
  SubnetId: {Type: "AWS::EC2::Subnet::Id"}
  Subnets: {Type: "List<AWS::EC2::Subnet::Id>"}
  Image: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /ami}
  Key: {Type: "AWS::EC2::KeyPair::KeyName"}
  Zone: {Type: "AWS::Route53::HostedZone::Id"}
Conditions:
  IsOpen: !Equals [!Ref Open, "yes"]
Resources:
  Vpc: {Type: AWS::EC2::VPC}
  Instance: {Type: AWS::EC2::Instance}
  Address: {Type: AWS::EC2::EIP}
  Inside: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupName: "a,b"}}
  Classic: {Type: AWS::EC2::SecurityGroup, Properties: {GroupName: "a,b"}}
  Either: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !If [IsOpen, !Ref Vpc, !Ref AWS::NoValue], GroupName: "a,b"}}
  Bucket: {Type: AWS::S3::Bucket}
  Named: {Type: AWS::S3::Bucket, Properties: {BucketName: a-b.c}}
  Computed: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "a-${Open}"}}
  Queue: {Type: AWS::SQS::Queue}
  Table: {Type: AWS::DynamoDB::Table}
  Group: {Type: AWS::Logs::LogGroup}
  Slashed: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /a/b}}
  Itself: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Select [1, !Split ["/", !Sub "x/${Itself}"]]}}
  Role: {Type: AWS::IAM::Role}
  Thing: {Type: Custom::Thing}
  Subject: {Type: Test::Subject, Properties: {P: `

func TestSplitCutsOnlyWhereTheDelimiterIsKnownToStand(t *testing.T) {
	t.Parallel()
	const (
		unknown   = "?Fn::Split of a value that is not known"
		malformed = "?the arguments of Fn::Split have the wrong shape"
	)
	tests := map[string]struct{ property, want string }{
		"an id":                              {`!Split ["/", !Sub "a/${Vpc}"]`, "['a', @a.yaml#Vpc]"},
		"an id alone":                        {`!Split [",", !Ref Vpc]`, "[@a.yaml#Vpc]"},
		"an id, at a character of its own":   {`!Split ["-", !Sub "a-${Vpc}"]`, unknown},
		"an id, at some of its characters":   {`!Split ["/v", !Sub "a/${Vpc}"]`, unknown},
		"an attribute that gives an id":      {`!Split ["/", !Sub "a/${Instance.VpcId}"]`, "['a', @a.yaml#Instance.VpcId]"},
		"an attribute that does not":         {`!Split ["/", !Sub "a/${Instance.PublicDnsName}"]`, unknown},
		"an id of something unlike EC2":      {`!Split ["/", !Sub "a/${Thing.VpcId}"]`, unknown},
		"an address":                         {`!Split ["/", !Sub "${Address}/32"]`, "[@a.yaml#Address, '32']"},
		"an address, at its dots":            {`!Split [".", !Sub "${Address}.a"]`, unknown},
		"a group in a VPC":                   {`!Split [",", !Sub "a,${Inside}"]`, "['a', @a.yaml#Inside]"},
		"a group in a VPC, at a dot":         {`!Split [".", !Sub "a.${Inside}"]`, "['a', @a.yaml#Inside]"},
		"a group without a VPC":              {`!Split [",", !Sub "a,${Classic}"]`, unknown},
		"a group that may have a VPC":        {`!Split [",", !Sub "a,${Either}"]`, unknown},
		"the id of a group without a VPC":    {`!Split [",", !Sub "a,${Classic.GroupId}"]`, "['a', @a.yaml#Classic.GroupId]"},
		"a name":                             {`!Split [":", !Sub "a:${Bucket}"]`, "['a', @a.yaml#Bucket]"},
		"a name, at a dot":                   {`!Split [".", !Sub "a.${Bucket}"]`, unknown},
		"a name, at an underscore":           {`!Split ["_", !Sub "a_${Bucket}"]`, unknown},
		"a given name":                       {`!Split ["-", !Sub "x-${Named}-y"]`, "['x', 'a', 'b.c', 'y']"},
		"a given name alone":                 {`!Split ["-", !Ref Named]`, "['a', 'b.c']"},
		"a given name without the delimiter": {`!Split ["/", !Sub "x/${Named}"]`, "['x', @a.yaml#Named]"},
		"a given name that is not known":     {`!Split ["-", !Sub "x-${Computed}"]`, unknown},
		"a name that may have slashes":       {`!Split ["/", !Sub "x/${Group}"]`, unknown},
		"a given name that has slashes":      {`!Split ["/", !Sub "x${Slashed}"]`, "['x', 'a', 'b']"},
		"a name that rests on itself":        {`!Split ["/", !Sub "x${Itself}"]`, unknown},
		"a name of IAM":                      {`!Split [",", !Sub "x,${Role}"]`, unknown},
		"the parts of an ARN":                {`!Select [5, !Split [":", !GetAtt Table.Arn]]`, "('table/', @a.yaml#Table)"},
		"the name in an ARN":                 {`!Select [1, !Split ["/", !GetAtt Table.Arn]]`, "@a.yaml#Table"},
		"an ARN of a name with slashes":      {`!Split ["/", !GetAtt Group.Arn]`, unknown},
		"a URL":                              {`!Split ["/", !Ref Queue]`, unknown},
		"an account, at a letter":            {`!Split ["a", !Sub "x-a-${AWS::AccountId}"]`, "['x-', ('-', ?AWS::AccountId is not known)]"},
		"an account, at a digit":             {`!Split ["0", !Sub "x0${AWS::AccountId}"]`, unknown},
		"a Region":                           {`!Split ["_", !Sub "x_${AWS::Region}"]`, "['x', ?AWS::Region is not known]"},
		"a Region, at a dash":                {`!Split ["-", !Ref AWS::Region]`, "?AWS::Region is not known"},
		"a stack's name":                     {`!Split [":", !Sub "x:${AWS::StackName}"]`, "['x', ?AWS::StackName is not known]"},
		"a stack's name, at a dash":          {`!Split ["-", !Sub "x-${AWS::StackName}"]`, unknown},
		"a stack's name, at a dot":           {`!Split [".", !Sub "x.${AWS::StackName}"]`, "['x', ?AWS::StackName is not known]"},
		"a stack's id":                       {`!Split [":", !Sub "x:${AWS::StackId}"]`, unknown},
		"a parameter":                        {`!Split [",", !Sub "a,${Open}"]`, unknown},
		"a parameter that is an id":          {`!Split [",", !Sub "a,${SubnetId}"]`, "['a', ?parameter SubnetId has no default]"},
		"a parameter that is an id, a dot":   {`!Split [".", !Sub "a.${SubnetId}"]`, "['a', ?parameter SubnetId has no default]"},
		"a parameter that is no id":          {`!Split [",", !Sub "a,${Key}"]`, unknown},
		"a parameter that is not EC2's":      {`!Split [",", !Sub "a,${Zone}"]`, unknown},
		"what Parameter Store holds":         {`!Split [",", !Sub "a,${Image}"]`, unknown},
		"an item of a list of ids":           {`!Split [",", !Join [",", [a, !Select [0, !Ref Subnets]]]]`, "['a', ?parameter Subnets has no default]"},
		"an item of another list":            {`!Split [",", !Join [",", [a, !Select [0, !GetAtt Thing.Subnets]]]]`, unknown},
		"an item of a function":              {`!Split [",", !Join [",", [a, !Select [0, !GetAZs Subnets]]]]`, unknown},
		"an item of an id":                   {`!Split [",", !Join [",", [a, !Select [0, !Ref SubnetId]]]]`, unknown},
		"a list":                             {`!Split [",", !Ref Subnets]`, "?parameter Subnets has no default"},
		"a delimiter and nothing else":       {`!Split [","]`, malformed},
		"a delimiter of nothing":             {`!Split ["", "a"]`, malformed},
		"a delimiter that is not known":      {`!Split [!Ref Open, "a"]`, malformed},
		"a text that is not there":           {`!Split [",", !Ref AWS::NoValue]`, malformed},
		"ends of nothing":                    {`!Split [",", !Sub ",${Vpc},"]`, "['', @a.yaml#Vpc, '']"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, splitHead+test.property+"}}\n", template.Environment{})
			if shown := show(got.Resource("a.yaml#Subject").Properties.Get("P")); shown != test.want {
				t.Errorf("P = %s, want %s", shown, test.want)
			}
		})
	}
}

func TestWhatIsNotKnownIsTheSameForTheSameArgumentsOnly(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		left, right string
		want        value.Truth
	}{
		"one split":           {`!Split ["-", !Ref Bucket]`, `!Split ["-", !Ref Bucket]`, value.Yes},
		"another delimiter":   {`!Split ["-", !Ref Bucket]`, `!Split [".", !Ref Bucket]`, value.Undecided},
		"another text":        {`!Split ["-", !Ref Bucket]`, `!Split ["-", !Ref Role]`, value.Undecided},
		"one join":            {`!Join ["-", !GetAtt Thing.List]`, `!Join ["-", !GetAtt Thing.List]`, value.Yes},
		"another in between":  {`!Join ["-", !GetAtt Thing.List]`, `!Join [".", !GetAtt Thing.List]`, value.Undecided},
		"what is not told of": {`!Split ["-", !FindInMap [A, B, C]]`, `!Split ["-", !FindInMap [A, B, C]]`, value.Undecided},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, splitHead+test.left+", Q: "+test.right+"}}\n", template.Environment{})
			properties := got.Resource("a.yaml#Subject").Properties
			if answer := value.Same(properties.Get("P"), properties.Get("Q")); answer != test.want {
				t.Errorf("Same(%s, %s) = %s, want %s", show(properties.Get("P")), show(properties.Get("Q")), answer, test.want)
			}
		})
	}
}

func TestIdsAndNamesHaveAnAlphabet(t *testing.T) {
	t.Parallel()
	words := []string{
		"CustomerGateway", "DHCPOptions", "EgressOnlyInternetGateway", "Host", "Instance", "InternetGateway", "LaunchTemplate",
		"NatGateway", "NetworkAcl", "NetworkInterface", "RouteTable", "Subnet", "Subnet.AvailabilityZone", "TransitGateway",
		"TransitGatewayAttachment", "TransitGatewayRouteTable", "VPC", "VPCEndpoint", "VPCPeeringConnection", "VPNGateway", "Volume",
		"EIP.AllocationId", "SecurityGroup.GroupId", "Volume.VolumeId", "Instance.InstanceId", "InternetGateway.InternetGatewayId",
		"LaunchTemplate.LaunchTemplateId", "NatGateway.NatGatewayId", "RouteTable.RouteTableId", "Subnet.SubnetId", "VPC.VpcId",
	}
	alphabets := map[string]value.Alphabet{
		"AWS::EC2::EIP":         value.Names,
		"AWS::EFS::FileSystem":  value.Words,
		"AWS::KMS::Key":         value.Words,
		"AWS::KMS::Key.KeyId":   value.Words,
		"AWS::KMS::ReplicaKey":  value.Words,
		"AWS::DynamoDB::Table":  value.Names,
		"AWS::Kinesis::Stream":  value.Names,
		"AWS::Lambda::Function": value.Names,
		"AWS::S3::Bucket":       value.Names,

		"AWS::DynamoDB::GlobalTable":   value.Names,
		"AWS::Serverless::Function":    value.Names,
		"AWS::Serverless::SimpleTable": value.Names,
		"AWS::SNS::Topic.TopicName":    value.Names,
		"AWS::SQS::Queue.QueueName":    value.Names,

		"AWS::EC2::SecurityGroup":    value.AnyText,
		"AWS::EC2::SecurityGroup.Id": value.AnyText,
		"AWS::ECR::Repository":       value.AnyText,
		"AWS::IAM::Role":             value.AnyText,
		"AWS::Logs::LogGroup":        value.AnyText,
		"AWS::RDS::DBInstance.VpcId": value.AnyText,
		"AWS::SNS::Topic":            value.AnyText,
		"AWS::SQS::Queue":            value.AnyText,
	}
	for _, name := range words {
		alphabets["AWS::EC2::"+name] = value.Words
	}
	for name, want := range alphabets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kind, attribute, isAttribute := strings.Cut(name, ".")
			property := "!Ref Thing"
			if isAttribute {
				property = "!GetAtt Thing." + attribute
			}
			text := fmt.Sprintf("Resources: {Thing: {Type: %s}, R: {Type: Test::R, Properties: {P: %s}}}\n", kind, property)
			got := read(t, text, template.Environment{}).Resource("a.yaml#R").Properties.Get("P")
			if got.Kind != value.Reference || got.Alphabet != want {
				t.Errorf("%s has the alphabet %d, want %d", show(got), got.Alphabet, want)
			}
		})
	}
}

func TestWhatCanNotBeSplitSaysWhereItComesFrom(t *testing.T) {
	t.Parallel()
	steps := []value.Step{{At: "p.yaml#/Given", Message: "given"}}
	given := &value.Value{Kind: value.Reference, Resource: "p.yaml#Bucket", Via: steps}
	got := read(t, `
Parameters: {Given: {Type: String}}
Resources: {R: {Type: Test::R, Properties: {P: !Split ["-", !Ref Given]}}}
`, template.Environment{Arguments: map[string]*value.Value{"Given": given}})
	via := got.Resources[0].Properties.Get("P").Via
	if !slices.Contains(via, steps[0]) {
		t.Errorf("Via = %v, want %v among it", via, steps)
	}
}
