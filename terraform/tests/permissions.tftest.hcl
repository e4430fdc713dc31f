# Least privilege, and the two ways to bring a role of one's own.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  lambda_zip = "tests/fixtures/empty.zip"
}

run "no_statement_allows_everything" {
  command = plan

  assert {
    condition = alltrue([
      for statement in concat(data.aws_iam_policy_document.processor[0].statement, data.aws_iam_policy_document.recorder[0].statement) :
      !contains(statement.resources, "*") && alltrue([for action in statement.actions : !strcontains(action, "*")])
    ])
    error_message = "No * as a resource, none in an action."
  }

  assert {
    condition = alltrue([
      for statement in concat(data.aws_iam_policy_document.processor[0].statement, data.aws_iam_policy_document.recorder[0].statement) :
      alltrue([for resource in statement.resources : strcontains(resource, "data-ingestion-pipeline-") && strcontains(resource, "-aws")])
    ])
    error_message = "Every resource must be this pipeline's own."
  }
}

run "the_processor_has_one_statement_a_need" {
  command = plan

  assert {
    condition = { for statement in data.aws_iam_policy_document.processor[0].statement : statement.sid => "${join(" ", sort(statement.actions))} on ${join(" ", statement.resources)}" } == {
      ReadUploads              = "s3:GetObject on arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012/uploads/*"
      TellMissingFromForbidden = "s3:ListBucket on arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012"
      ReplaceSummaries         = "s3:GetObject s3:PutObject on arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012/processed/*"
      StoreMetadata            = "dynamodb:GetItem dynamodb:PutItem on arn:aws:dynamodb:us-east-1:123456789012:table/data-ingestion-pipeline-file-metadata-aws"
      WriteOwnLog              = "logs:CreateLogStream logs:PutLogEvents on arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/data-ingestion-pipeline-processor-aws:*"
      ReportExhaustedEvents    = "sqs:SendMessage on arn:aws:sqs:us-east-1:123456789012:data-ingestion-pipeline-failures-aws"
    }
    error_message = "Got ${jsonencode(data.aws_iam_policy_document.processor[0].statement)}."
  }
}

run "uploads_under_customer_keys_can_be_decrypted_through_s3_only" {
  command = plan

  variables {
    kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
  }

  assert {
    condition = one([for statement in data.aws_iam_policy_document.processor[0].statement :
      "${join(" ", statement.actions)} on ${join(" ", statement.resources)} by ${one(statement.condition).variable} ${one(one(statement.condition).values)}" if statement.sid == "DecryptUploads"
    ]) == "kms:Decrypt on arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab by kms:ViaService s3.us-east-1.amazonaws.com"
    error_message = "The processor must be allowed to decrypt with these keys, and for S3 only."
  }

  assert {
    condition     = !contains([for statement in data.aws_iam_policy_document.recorder[0].statement : statement.sid], "DecryptUploads")
    error_message = "The recorder reads no files."
  }
}

run "the_recorder_has_no_access_to_files" {
  command = plan

  assert {
    condition = { for statement in data.aws_iam_policy_document.recorder[0].statement : statement.sid => "${join(" ", sort(statement.actions))} on ${join(" ", statement.resources)}" } == {
      TakeExhaustedEvents = "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on arn:aws:sqs:us-east-1:123456789012:data-ingestion-pipeline-failures-aws"
      StoreMetadata       = "dynamodb:PutItem on arn:aws:dynamodb:us-east-1:123456789012:table/data-ingestion-pipeline-file-metadata-aws"
      WriteOwnLog         = "logs:CreateLogStream logs:PutLogEvents on arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/data-ingestion-pipeline-recorder-aws:*"
    }
    error_message = "Got ${jsonencode(data.aws_iam_policy_document.recorder[0].statement)}."
  }
}

run "every_option_adds_one_statement_at_most" {
  command = plan

  variables {
    versioning   = true
    xray_tracing = true
  }

  assert {
    condition = { for statement in data.aws_iam_policy_document.processor[0].statement : statement.sid => "${join(" ", sort(statement.actions))} on ${join(" ", statement.resources)}" } == {
      ReadUploads              = "s3:GetObject on arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012/uploads/*"
      TellMissingFromForbidden = "s3:ListBucket on arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012"
      ReplaceSummaries         = "s3:GetObject s3:PutObject on arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012/processed/*"
      StoreMetadata            = "dynamodb:GetItem dynamodb:PutItem on arn:aws:dynamodb:us-east-1:123456789012:table/data-ingestion-pipeline-file-metadata-aws"
      WriteOwnLog              = "logs:CreateLogStream logs:PutLogEvents on arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/data-ingestion-pipeline-processor-aws:*"
      ReportExhaustedEvents    = "sqs:SendMessage on arn:aws:sqs:us-east-1:123456789012:data-ingestion-pipeline-failures-aws"
      SendTraces               = "xray:PutTelemetryRecords xray:PutTraceSegments on *"
    }
    error_message = "Got ${jsonencode(data.aws_iam_policy_document.processor[0].statement)}."
  }

  assert {
    condition = { for statement in data.aws_iam_policy_document.recorder[0].statement : statement.sid => "${join(" ", sort(statement.actions))} on ${join(" ", statement.resources)}" } == {
      TakeExhaustedEvents = "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on arn:aws:sqs:us-east-1:123456789012:data-ingestion-pipeline-failures-aws"
      StoreMetadata       = "dynamodb:PutItem on arn:aws:dynamodb:us-east-1:123456789012:table/data-ingestion-pipeline-file-metadata-aws"
      WriteOwnLog         = "logs:CreateLogStream logs:PutLogEvents on arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/data-ingestion-pipeline-recorder-aws:*"
      SendTraces          = "xray:PutTelemetryRecords xray:PutTraceSegments on *"
    }
    error_message = "Got ${jsonencode(data.aws_iam_policy_document.recorder[0].statement)}."
  }
}

run "tracing_adds_the_one_permission_that_takes_no_resource" {
  command = plan

  variables {
    xray_tracing = true
  }

  assert {
    condition     = [for statement in data.aws_iam_policy_document.processor[0].statement : statement.sid if contains(statement.resources, "*")] == ["SendTraces"]
    error_message = "X-Ray takes no resource; nothing else may use *."
  }

  assert {
    condition     = one(aws_lambda_function.processor.tracing_config).mode == "Active" && one(aws_lambda_function.recorder[0].tracing_config).mode == "Active"
    error_message = "Both functions must be traced."
  }
}

run "the_learner_lab_creates_no_iam_and_reads_none" {
  command = plan

  variables {
    environment  = "learner-lab"
    use_lab_role = true
  }

  assert {
    condition = (
      length(aws_iam_role.processor) + length(aws_iam_role.recorder) +
      length(aws_iam_role_policy.processor) + length(aws_iam_role_policy.recorder) == 0
    )
    error_message = "The Lab can't create roles or policies."
  }

  assert {
    condition     = aws_lambda_function.processor.role == "arn:aws:iam::123456789012:role/LabRole" && aws_lambda_function.recorder[0].role == "arn:aws:iam::123456789012:role/LabRole"
    error_message = "The ARN must be known while planning: it is composed from the caller's account, not read from IAM."
  }
}

run "an_existing_role_is_taken_by_name" {
  command = plan

  variables {
    lambda_role = "csv-profiler"
  }

  assert {
    condition     = aws_lambda_function.processor.role == "arn:aws:iam::123456789012:role/csv-profiler" && length(aws_iam_role.processor) == 0 && length(aws_iam_role.recorder) == 0
    error_message = "Got ${aws_lambda_function.processor.role}."
  }
}

run "an_existing_role_is_taken_by_arn_with_its_path" {
  command = plan

  variables {
    lambda_role = "arn:aws:iam::210987654321:role/data-team/csv-profiler"
  }

  assert {
    condition     = aws_lambda_function.processor.role == "arn:aws:iam::210987654321:role/data-team/csv-profiler"
    error_message = "Got ${aws_lambda_function.processor.role}."
  }
}
