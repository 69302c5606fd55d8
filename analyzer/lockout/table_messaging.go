package lockout

// messaging holds queues, topics, buses and streams.
var messaging = []service{
	{
		Service: Service{
			Name: "sqs", Noun: "queue", Types: []string{"AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy"},
			ARN:  "arn:{partition}:sqs:{region}:{account}:{name}",
			Edit: []string{"sqs:SetQueueAttributes"}, Remove: []string{"sqs:RemovePermission"},
			Destroy: []string{"sqs:DeleteQueue"}, Data: []string{"sqs:SendMessage", "sqs:ReceiveMessage"},
			Root: []string{"sqs:SetQueueAttributes"}, Unlock: "SQSUnlockQueuePolicy",
		},
		ownActionsOnly: true, byLabel: true, url: queueURL, arn: queueARN,
	},
	{
		Service: Service{
			Name: "sns", Noun: "topic", Types: []string{"AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy"},
			ARN:  "arn:{partition}:sns:{region}:{account}:{name}",
			Edit: []string{"sns:SetTopicAttributes"}, Remove: []string{"sns:RemovePermission"},
			Destroy: []string{"sns:DeleteTopic"}, Data: []string{"sns:Publish"},
		},
		ownNameOnly: true, ownActionsOnly: true, byLabel: true, refIsARN: true,
	},
	{
		Service: Service{
			Name: "events", Noun: "event bus", Types: []string{"AWS::Events::EventBus", "AWS::Events::EventBusPolicy"},
			ARN:  "arn:{partition}:events:{region}:{account}:event-bus/{name}",
			Edit: []string{"events:PutPermission"}, Remove: []string{"events:RemovePermission"},
			Destroy: []string{"events:DeleteEventBus"}, Data: []string{"events:PutEvents"},
		},
	},
	{
		Service: Service{
			Name: "kinesis", Noun: "stream", Types: []string{"AWS::Kinesis::ResourcePolicy"},
			ARN:  "arn:{partition}:kinesis:{region}:{account}:stream/{name}",
			Edit: []string{"kinesis:PutResourcePolicy"}, Remove: []string{"kinesis:DeleteResourcePolicy"},
			Destroy: []string{"kinesis:DeleteStream"}, Data: []string{"kinesis:PutRecord", "kinesis:GetRecords"},
		},
	},
	{
		Service: Service{
			Name: "kafka", Noun: "cluster", Types: []string{"AWS::MSK::ClusterPolicy"},
			ARN:  "arn:{partition}:kafka:{region}:{account}:cluster/{name}",
			Edit: []string{"kafka:PutClusterPolicy"}, Remove: []string{"kafka:DeleteClusterPolicy"},
			Destroy: []string{"kafka:DeleteCluster"},
		},
		refIsARN: true,
	},
}
