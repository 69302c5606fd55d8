package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Implied is a resource that a template does not declare but that AWS SAM makes, or for a connector may
// make, of one that it does. Nothing else is known of it.
type Implied struct {
	// ID is like that of a declared resource.
	ID string
	// Name is the logical id. Where AWS SAM adds a hash, it is the part before the hash.
	Name string
	// Type is the resource's type.
	Type string
	// By is the logical id of the resource it is made of.
	By string
}

// implied lists what AWS SAM makes of the template's resources, in the order of the file, each name
// once (AWS SAM Developer Guide, "Generated CloudFormation resources"). Types that no SAM resource ever
// makes, such as those of a VPC, are declared in the template or not there.
func (r *reader) implied() []Implied {
	if !r.serverless {
		return nil
	}
	list := impliedList{reader: r, seen: map[string]bool{}}
	for _, member := range r.members {
		list.by = member.Key.Value
		for _, connector := range value.Members(orEmpty(member.Value.Get("Connectors"))) {
			list.connector(connector.Key.Value)
		}
		kind, isSAM := strings.CutPrefix(scalarText(member.Value.Get("Type")), samPrefix)
		if !isSAM {
			continue
		}
		properties := r.withGlobals(samPrefix+kind, member.Value).Get("Properties")
		switch kind {
		case "Function":
			list.function(properties)
		case "StateMachine":
			list.unless(properties.Get("Role"), "Role", "AWS::IAM::Role")
			list.events(properties.Get("Events"))
		case "Connector":
			list.connector("")
		case "Api":
			list.stage(properties, "AWS::ApiGateway::Stage")
			list.add("Deployment", "AWS::ApiGateway::Deployment")
		case "HttpApi":
			list.stage(properties, "AWS::ApiGatewayV2::Stage")
		}
	}
	return list.made
}

// impliedList collects what one resource after the other makes.
type impliedList struct {
	reader *reader
	by     string
	seen   map[string]bool
	made   []Implied
}

// add notes a resource whose id is the maker's with a suffix.
func (l *impliedList) add(suffix, kind string) {
	l.addNamed(l.by+suffix, kind)
}

func (l *impliedList) addNamed(name, kind string) {
	if !l.seen[name] && l.reader.resources[name] == nil {
		l.seen[name] = true
		l.made = append(l.made, Implied{ID: l.reader.id(name), Name: name, Type: kind, By: l.by})
	}
}

// unless adds what is made only where a property is absent.
func (l *impliedList) unless(property *syntax.Node, suffix, kind string) {
	if property == nil || property.IsNull() {
		l.add(suffix, kind)
	}
}

func (l *impliedList) function(properties *syntax.Node) {
	l.unless(properties.Get("Role"), "Role", "AWS::IAM::Role")
	if alias := properties.Get("AutoPublishAlias"); alias != nil {
		l.add("Version", "AWS::Lambda::Version")
		l.add("Alias"+scalarText(alias), "AWS::Lambda::Alias")
	}
	if preference := properties.Get("DeploymentPreference"); preference != nil {
		l.addNamed("ServerlessDeploymentApplication", "AWS::CodeDeploy::Application")
		l.add("DeploymentGroup", "AWS::CodeDeploy::DeploymentGroup")
		if preference.Get("Role") == nil {
			l.addNamed("CodeDeployServiceRole", "AWS::IAM::Role")
		}
	}
	if url := properties.Get("FunctionUrlConfig"); url != nil {
		l.add("Url", "AWS::Lambda::Url")
		l.add("UrlPublicPermissions", "AWS::Lambda::Permission")
	}
	if invocation := properties.Get("EventInvokeConfig"); invocation != nil {
		l.add("EventInvokeConfig", "AWS::Lambda::EventInvokeConfig")
		for _, outcome := range []string{"OnSuccess", "OnFailure"} {
			destination := invocation.Get("DestinationConfig").Get(outcome)
			switch kind := scalarText(destination.Get("Type")); {
			case destination.Get("Destination") != nil:
			case kind == "SNS":
				l.add(outcome+"Topic", "AWS::SNS::Topic")
			case kind == "SQS":
				l.add(outcome+"Queue", "AWS::SQS::Queue")
			}
		}
	}
	l.events(properties.Get("Events"))
}

// connector adds what connecting two resources may take; their types decide.
func (l *impliedList) connector(name string) {
	l.add(name+"Policy", "AWS::IAM::ManagedPolicy")
	l.add(name+"TopicPolicy", "AWS::SNS::TopicPolicy")
	l.add(name+"QueuePolicy", "AWS::SQS::QueuePolicy")
	l.add(name+"ReadLambdaPermission", "AWS::Lambda::Permission")
	l.add(name+"WriteLambdaPermission", "AWS::Lambda::Permission")
}

// eventTypes are the types that an event source makes, by the type of the event.
var eventTypes = map[string]string{
	"SNS": "AWS::SNS::Subscription", "Schedule": "AWS::Events::Rule", "ScheduleV2": "AWS::Scheduler::Schedule",
	"CloudWatchEvent": "AWS::Events::Rule", "EventBridgeRule": "AWS::Events::Rule",
	"IoTRule": "AWS::IoT::TopicRule", "CloudWatchLogs": "AWS::Logs::SubscriptionFilter",
	"DynamoDB": eventSource, "Kinesis": eventSource, "SQS": eventSource, "MSK": eventSource, "MQ": eventSource,
	"SelfManagedKafka": eventSource, "DocumentDB": eventSource,
}

const eventSource = "AWS::Lambda::EventSourceMapping"

// invoked are the events whose source calls the function, which needs a permission.
var invoked = []string{
	"S3", "SNS", "Api", "HttpApi", "Schedule", "CloudWatchEvent", "EventBridgeRule", "IoTRule", "CloudWatchLogs",
	"AlexaSkill", "Cognito",
}

func (l *impliedList) events(events *syntax.Node) {
	for _, event := range value.Members(orEmpty(events)) {
		kind := scalarText(event.Value.Get("Type"))
		properties := event.Value.Get("Properties")
		if made, ok := eventTypes[kind]; ok {
			l.add(event.Key.Value, made)
		}
		switch {
		case kind == "Api" && properties.Get("RestApiId") == nil:
			l.addNamed("ServerlessRestApi", "AWS::ApiGateway::RestApi")
			l.addNamed("ServerlessRestApiDeployment", "AWS::ApiGateway::Deployment")
			l.addNamed("ServerlessRestApiProdStage", "AWS::ApiGateway::Stage")
		case kind == "HttpApi" && properties.Get("ApiId") == nil:
			l.addNamed("ServerlessHttpApi", "AWS::ApiGatewayV2::Api")
			l.addNamed("ServerlessHttpApiApiGatewayDefaultStage", "AWS::ApiGatewayV2::Stage")
		case kind == "SNS" && properties.Get("SqsSubscription") != nil:
			l.add(event.Key.Value+"Queue", "AWS::SQS::Queue")
			l.add(event.Key.Value+"QueuePolicy", "AWS::SQS::QueuePolicy")
		case kind == "ScheduleV2" && properties.Get("RoleArn") == nil:
			l.add(event.Key.Value+"Role", "AWS::IAM::Role")
		}
		if deadLetters := properties.Get("DeadLetterConfig"); deadLetters != nil && deadLetters.Get("Arn") == nil {
			l.add(event.Key.Value+"Queue", "AWS::SQS::Queue")
			l.add(event.Key.Value+"QueuePolicy", "AWS::SQS::QueuePolicy")
		}
		if slices.Contains(invoked, kind) {
			l.add(event.Key.Value+"Permission", "AWS::Lambda::Permission")
		}
	}
}

// stage adds the stage of an API, whose id has the stage's name in it.
func (l *impliedList) stage(properties *syntax.Node, kind string) {
	name := properties.Get("StageName")
	switch text := scalarText(name); {
	case text != "" && text != "$default":
		l.add(text+"Stage", kind)
	case kind == "AWS::ApiGatewayV2::Stage":
		l.add("ApiGatewayDefaultStage", kind)
	default:
		l.add("Stage", kind)
	}
}
