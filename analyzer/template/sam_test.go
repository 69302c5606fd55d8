package template_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

func TestGlobalsAreMerged(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		globals, resource string
		want              string
	}{
		"an absent property is the global one": {
			`Function: {Timeout: 3}`, `Type: AWS::Serverless::Function, Properties: {Handler: h}`, `{Handler: 'h', Timeout: 3}`,
		},
		"a scalar is the resource's own": {
			`Function: {Timeout: 3}`, `Type: AWS::Serverless::Function, Properties: {Timeout: 9}`, `{Timeout: 9}`,
		},
		"mappings are merged at every depth": {
			`Function: {Environment: {Variables: {A: 1, B: 1}}}`,
			`Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {B: 2, C: 2}}}`,
			`{Environment: {Variables: {B: 2, C: 2, A: 1}}}`,
		},
		"global items come first": {
			`Function: {VpcConfig: {SecurityGroupIds: [sg-1]}}`,
			`Type: AWS::Serverless::Function, Properties: {VpcConfig: {SecurityGroupIds: [sg-2, sg-1]}}`,
			`{VpcConfig: {SecurityGroupIds: ['sg-1', 'sg-2', 'sg-1']}}`,
		},
		"a function counts as a scalar": {
			`Function: {Tags: {A: 1}}`, `Type: AWS::Serverless::Function, Properties: {Tags: !If [On, {B: 1}, {}]}`, `{Tags: {B: 1}}`,
		},
		"a value of another shape is the resource's own": {
			`Function: {CodeUri: dir}`, `Type: AWS::Serverless::Function, Properties: {CodeUri: {Bucket: b}}`, `{CodeUri: {Bucket: 'b'}}`,
		},
		"without properties there are the global ones": {
			`Api: {TracingEnabled: true}`, `Type: AWS::Serverless::Api`, `{TracingEnabled: true}`,
		},
		"null properties are none": {
			`HttpApi: {FailOnWarnings: true}`, `Type: AWS::Serverless::HttpApi, Properties: `, `{FailOnWarnings: true}`,
		},
		"a table": {
			`SimpleTable: {SSESpecification: {SSEEnabled: true}}`, `Type: AWS::Serverless::SimpleTable, Properties: {}`,
			`{SSESpecification: {SSEEnabled: true}}`,
		},
		"a state machine": {
			`StateMachine: {PropagateTags: true}`, `Type: AWS::Serverless::StateMachine, Properties: {Name: s}`,
			`{Name: 's', PropagateTags: true}`,
		},
		"other types have no globals": {
			`Function: {Timeout: 3}`, `Type: AWS::Lambda::Function, Properties: {Handler: h}`, `{Handler: 'h'}`,
		},
		"globals of the wrong shape": {
			`Function: [1]`, `Type: AWS::Serverless::Function, Properties: {Handler: h}`, `{Handler: 'h'}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, `
Transform: AWS::Serverless-2016-10-31
Conditions: {On: !Equals [a, a]}
Globals: {`+test.globals+`}
Resources: {R: {`+test.resource+`}}
`, template.Environment{})
			if diff := cmp.Diff(test.want, show(got.Resources[0].Properties)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			if len(got.Gaps)+len(got.Problems) > 0 {
				t.Errorf("gaps = %v, problems = %v, want none", got.Gaps, got.Problems)
			}
		})
	}
}

func TestGlobalsNeedTheTransform(t *testing.T) {
	t.Parallel()
	got := read(t, `
Globals: {Function: {Timeout: 3}}
Resources: {R: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt RRole.Arn}}}
`, template.Environment{})
	want := `{Role: ?RRole is not a resource of the template}`
	if diff := cmp.Diff(want, show(got.Resources[0].Properties)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestWhatIsMergedKeepsItsText(t *testing.T) {
	t.Parallel()
	got := read(t, `
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Timeout: 333}
Resources:
  R: {Type: AWS::Serverless::Function}
`, template.Environment{})
	timeout := got.Resources[0].Properties.Get("Timeout")
	if timeout.At != "a.yaml#/Resources/R/Properties/Timeout" || timeout.Origin.Node.Value != "333" {
		t.Errorf("the timeout is at %s with the text %q", timeout.At, timeout.Origin.Node.Value)
	}
}

const serverless = `
Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Globals: {Function: {AutoPublishAlias: live}}
Resources:
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}
  Http: {Type: AWS::Serverless::HttpApi}
  Steps: {Type: AWS::Serverless::StateMachine, Properties: {Role: arn}}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Jobs: {Type: SQS, Properties: {Queue: arn}}
        Get: {Type: Api, Properties: {Path: /, Method: get}}
        Own: {Type: Api, Properties: {Path: /, Method: get, RestApiId: !Ref Api}}
        News: {Type: SNS, Properties: {Topic: arn, SqsSubscription: true}}
  Link: {Type: AWS::Serverless::Connector}
  Own:
    Type: AWS::Serverless::Function
    Connectors: {Out: {Properties: {}}}
    Properties:
      Role: !GetAtt WorkerRole.Arn
      DeploymentPreference: {Type: Canary10Percent5Minutes}
      FunctionUrlConfig: {AuthType: NONE}
      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}, OnSuccess: {Type: SNS, Destination: arn}}}
      Events:
        Get: {Type: HttpApi}
        Daily: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
        Rule: {Type: EventBridgeRule, Properties: {DeadLetterConfig: {Type: SQS}}}
`

func TestResourcesThatSAMMakes(t *testing.T) {
	t.Parallel()
	got := read(t, serverless, template.Environment{})
	var implied []string
	for _, made := range got.Implied {
		implied = append(implied, made.By+": "+made.Name+" "+made.Type)
		if made.ID != "a.yaml#"+made.Name {
			t.Errorf("the id of %s is %s", made.Name, made.ID)
		}
	}
	want := []string{
		"Api: ApiprodStage AWS::ApiGateway::Stage",
		"Api: ApiDeployment AWS::ApiGateway::Deployment",
		"Http: HttpApiGatewayDefaultStage AWS::ApiGatewayV2::Stage",
		"Worker: WorkerRole AWS::IAM::Role",
		"Worker: WorkerVersion AWS::Lambda::Version",
		"Worker: WorkerAliaslive AWS::Lambda::Alias",
		"Worker: WorkerJobs AWS::Lambda::EventSourceMapping",
		"Worker: ServerlessRestApi AWS::ApiGateway::RestApi",
		"Worker: ServerlessRestApiDeployment AWS::ApiGateway::Deployment",
		"Worker: ServerlessRestApiProdStage AWS::ApiGateway::Stage",
		"Worker: WorkerGetPermission AWS::Lambda::Permission",
		"Worker: WorkerOwnPermission AWS::Lambda::Permission",
		"Worker: WorkerNews AWS::SNS::Subscription",
		"Worker: WorkerNewsQueue AWS::SQS::Queue",
		"Worker: WorkerNewsQueuePolicy AWS::SQS::QueuePolicy",
		"Worker: WorkerNewsPermission AWS::Lambda::Permission",
		"Link: LinkPolicy AWS::IAM::ManagedPolicy",
		"Link: LinkTopicPolicy AWS::SNS::TopicPolicy",
		"Link: LinkQueuePolicy AWS::SQS::QueuePolicy",
		"Link: LinkReadLambdaPermission AWS::Lambda::Permission",
		"Link: LinkWriteLambdaPermission AWS::Lambda::Permission",
		"Own: OwnOutPolicy AWS::IAM::ManagedPolicy",
		"Own: OwnOutTopicPolicy AWS::SNS::TopicPolicy",
		"Own: OwnOutQueuePolicy AWS::SQS::QueuePolicy",
		"Own: OwnOutReadLambdaPermission AWS::Lambda::Permission",
		"Own: OwnOutWriteLambdaPermission AWS::Lambda::Permission",
		"Own: OwnVersion AWS::Lambda::Version",
		"Own: OwnAliaslive AWS::Lambda::Alias",
		"Own: ServerlessDeploymentApplication AWS::CodeDeploy::Application",
		"Own: OwnDeploymentGroup AWS::CodeDeploy::DeploymentGroup",
		"Own: CodeDeployServiceRole AWS::IAM::Role",
		"Own: OwnUrl AWS::Lambda::Url",
		"Own: OwnUrlPublicPermissions AWS::Lambda::Permission",
		"Own: OwnEventInvokeConfig AWS::Lambda::EventInvokeConfig",
		"Own: OwnOnFailureQueue AWS::SQS::Queue",
		"Own: ServerlessHttpApi AWS::ApiGatewayV2::Api",
		"Own: ServerlessHttpApiApiGatewayDefaultStage AWS::ApiGatewayV2::Stage",
		"Own: OwnGetPermission AWS::Lambda::Permission",
		"Own: OwnDaily AWS::Scheduler::Schedule",
		"Own: OwnDailyRole AWS::IAM::Role",
		"Own: OwnRule AWS::Events::Rule",
		"Own: OwnRuleQueue AWS::SQS::Queue",
		"Own: OwnRuleQueuePolicy AWS::SQS::QueuePolicy",
		"Own: OwnRulePermission AWS::Lambda::Permission",
	}
	if diff := cmp.Diff(want, implied); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if len(got.Gaps) > 0 {
		t.Errorf("gaps = %v, want none", got.Gaps)
	}
}

func TestReferencesToWhatSAMMakes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ property, want string }{
		"a role":                    {`!GetAtt WorkerRole.Arn`, `@a.yaml#WorkerRole.Arn`},
		"a role by its name":        {`!Ref WorkerRole`, `@a.yaml#WorkerRole`},
		"an implicit API":           {`!Sub "${ServerlessRestApi}"`, `@a.yaml#ServerlessRestApi`},
		"an alias by its property":  {`!Ref Worker.Alias`, `@a.yaml#Worker.Alias`},
		"an alias inside a text":    {`!Sub "${Worker.Alias}"`, `@a.yaml#Worker.Alias`},
		"a stage by its property":   {`!Ref Api.Stage`, `@a.yaml#Api.Stage`},
		"a version with its hash":   {`!Ref WorkerVersion926eeb5ff1`, `@a.yaml#WorkerVersion926eeb5ff1`},
		"the function itself":       {`!Ref Worker`, `@a.yaml#Worker`},
		"what nothing makes":        {`!Ref Gone`, `?Gone is neither a parameter nor a resource of the template`},
		"an attribute of no such":   {`!GetAtt Gone.Arn`, `?Gone is not a resource of the template`},
		"a property of what is not": {`!Ref Gone.Stage`, `?Gone.Stage is neither a parameter nor a resource of the template`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, serverless+"  S: {Type: Test::S, Properties: {P: "+test.property+"}}\n", template.Environment{})
			if diff := cmp.Diff(test.want, show(got.Resource("a.yaml#S").Properties.Get("P"))); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestConditionsInGlobalsMakeScenarios(t *testing.T) {
	t.Parallel()
	env := template.Environment{Relevant: func(kind string) bool { return kind == "AWS::Serverless::Function" }}
	tree := syntax.Parse(source.New("a.yaml", []byte(`
Transform: AWS::Serverless-2016-10-31
Parameters: {E: {Type: String, AllowedValues: [a, b], Default: a}}
Conditions: {A: !Equals [!Ref E, b]}
Globals: {Function: {Timeout: !If [A, 1, 2]}}
Resources: {R: {Type: AWS::Serverless::Function}}
`)))
	if got, _ := scenariosOf(tree, env); len(got) != 2 {
		t.Errorf("%d scenarios, want one for each truth of the condition", len(got))
	}
}
