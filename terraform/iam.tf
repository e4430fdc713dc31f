# Who the functions are: a role of their own each, with one statement a need, or an existing role. The ARN of an
# existing role is composed from its name, so that not even reading IAM has to be allowed.

locals {
  create_roles = !var.use_lab_role && var.lambda_role == ""

  existing_role      = var.use_lab_role ? "LabRole" : var.lambda_role
  existing_role_arn  = startswith(local.existing_role, "arn:") ? local.existing_role : "arn:${local.partition}:iam::${local.account_id}:role/${local.existing_role}"
  processor_role_arn = local.create_roles ? aws_iam_role.processor[0].arn : local.existing_role_arn
  recorder_role_arn  = local.create_roles && var.record_failures ? aws_iam_role.recorder[0].arn : local.existing_role_arn

  create_recorder_role = local.create_roles && var.record_failures
}

data "aws_iam_policy_document" "lambda_trust" {
  count = local.create_roles ? 1 : 0

  statement {
    sid     = "AssumedByLambda"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "processor" {
  count              = local.create_roles ? 1 : 0
  name               = local.processor_name
  description        = "The CSV processor: reads uploads, writes summaries and items."
  assume_role_policy = data.aws_iam_policy_document.lambda_trust[0].json
}

data "aws_iam_policy_document" "processor" {
  count = local.create_roles ? 1 : 0

  statement {
    sid       = "ReadUploads"
    actions   = ["s3:GetObject"] # of the present version, whatever the event names: an older one is not profiled
    resources = ["${local.bucket_arn}/${local.uploads_prefix}*"]
  }

  # Without it S3 answers 403 instead of 404 for an object that is not there, and a file deleted before it was read
  # would look like a missing permission. No condition on the prefix: reading an object carries none.
  statement {
    sid       = "TellMissingFromForbidden"
    actions   = ["s3:ListBucket"]
    resources = [local.bucket_arn]
  }

  dynamic "statement" {
    for_each = length(var.kms_key_arns) > 0 ? [var.kms_key_arns] : []

    content {
      sid       = "DecryptUploads"
      actions   = ["kms:Decrypt"]
      resources = statement.value

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${var.region}.amazonaws.com"]
      }
    }
  }

  # Read as well: a summary is only replaced by one of newer content.
  statement {
    sid       = "ReplaceSummaries"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${local.bucket_arn}/${local.processed_prefix}*"]
  }

  statement {
    sid       = "StoreMetadata"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [local.table_arn]
  }

  statement {
    sid       = "WriteOwnLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.processor_log_group_arn}:*"] # its streams, which Lambda names
  }

  dynamic "statement" {
    for_each = var.record_failures ? [local.failure_queue_arn] : []

    content {
      sid       = "ReportExhaustedEvents"
      actions   = ["sqs:SendMessage"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = var.xray_tracing ? ["*"] : []

    content {
      sid       = "SendTraces"
      actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      resources = [statement.value] # X-Ray knows no resources for these actions
    }
  }
}

resource "aws_iam_role_policy" "processor" {
  count  = local.create_roles ? 1 : 0
  name   = "processor"
  role   = aws_iam_role.processor[0].id
  policy = data.aws_iam_policy_document.processor[0].json
}

resource "aws_iam_role" "recorder" {
  count              = local.create_recorder_role ? 1 : 0
  name               = local.recorder_name
  description        = "The failure recorder: turns exhausted events into items."
  assume_role_policy = data.aws_iam_policy_document.lambda_trust[0].json
}

data "aws_iam_policy_document" "recorder" {
  count = local.create_recorder_role ? 1 : 0

  statement {
    sid       = "TakeExhaustedEvents"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = [local.failure_queue_arn]
  }

  statement {
    sid       = "StoreMetadata"
    actions   = ["dynamodb:PutItem"] # the condition, by which a better result stays, needs no other
    resources = [local.table_arn]
  }

  statement {
    sid       = "WriteOwnLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.recorder_log_group_arn}:*"]
  }

  dynamic "statement" {
    for_each = var.xray_tracing ? ["*"] : []

    content {
      sid       = "SendTraces"
      actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "recorder" {
  count  = local.create_recorder_role ? 1 : 0
  name   = "recorder"
  role   = aws_iam_role.recorder[0].id
  policy = data.aws_iam_policy_document.recorder[0].json
}
