# The function writes into the bucket that invokes it: what it writes must not invoke it again.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  lambda_zip = "tests/fixtures/empty.zip"
}

run "nothing_under_processed_invokes_the_function" {
  command = plan

  assert {
    condition = length(aws_s3_bucket_notification.uploads.lambda_function) > 0 && alltrue([
      for rule in aws_s3_bucket_notification.uploads.lambda_function :
      rule.filter_prefix != null && rule.filter_prefix != "" &&
      !startswith("processed/", rule.filter_prefix) && !startswith(rule.filter_prefix, "processed/")
    ])
    error_message = "Every rule needs a prefix that processed/ does not begin with."
  }

  assert {
    condition     = length(aws_s3_bucket_notification.uploads.queue) == 0 && length(aws_s3_bucket_notification.uploads.topic) == 0 && aws_s3_bucket_notification.uploads.eventbridge != true
    error_message = "There must be no other way for an event to leave the bucket."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.processor[0].statement :
      !contains(statement.actions, "s3:PutObject") || statement.resources == toset(["arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012/processed/*"])
    ])
    error_message = "The role must not be able to write under uploads/."
  }
}

run "every_created_object_is_announced_whatever_its_suffix" {
  command = plan

  assert {
    condition     = one(aws_s3_bucket_notification.uploads.lambda_function).filter_prefix == "uploads/" && one(aws_s3_bucket_notification.uploads.lambda_function).filter_suffix == null
    error_message = "Suffixes are case-sensitive in S3; the code decides what is a table."
  }

  assert {
    condition     = one(aws_s3_bucket_notification.uploads.lambda_function).events == toset(["s3:ObjectCreated:*"])
    error_message = "Puts, copies and multipart uploads all count."
  }
}

run "only_this_bucket_of_this_account_may_invoke" {
  command = plan

  assert {
    condition = (
      aws_lambda_permission.s3.principal == "s3.amazonaws.com" && aws_lambda_permission.s3.action == "lambda:InvokeFunction" &&
      aws_lambda_permission.s3.source_arn == "arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012" && aws_lambda_permission.s3.source_account == "123456789012"
    )
    error_message = "The permission must name the bucket and its account."
  }
}
