# The bucket that takes uploads and holds their summaries, and the table with one item a file.

resource "aws_s3_bucket" "data" {
  bucket        = local.bucket_name
  force_destroy = !local.protect_data
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "data" {
  bucket = aws_s3_bucket.data.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.id

  rule {
    apply_server_side_encryption_by_default {
      # S3's own keys: no charge a request, and no key policy, which the Learner Lab does not let one write.
      sse_algorithm = "AES256"
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "RefuseUnencryptedTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.bucket_arn, "${local.bucket_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = data.aws_iam_policy_document.bucket.json

  # S3 answers OperationAborted when two of a bucket's access settings change at once.
  depends_on = [aws_s3_bucket_public_access_block.data, aws_s3_bucket_ownership_controls.data]
}

resource "aws_s3_bucket_versioning" "data" {
  count  = var.versioning ? 1 : 0
  bucket = aws_s3_bucket.data.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "data" {
  bucket = aws_s3_bucket.data.id

  rule {
    id     = "abort-stale-multipart-uploads"
    status = "Enabled"

    filter {}

    # The parts of an upload that was never completed cost storage and are not listed with the objects.
    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }
  }

  dynamic "rule" {
    for_each = var.uploads_expire_after_days > 0 ? [var.uploads_expire_after_days] : []

    content {
      id     = "expire-uploads"
      status = "Enabled"

      filter {
        prefix = local.uploads_prefix
      }

      expiration {
        days = rule.value
      }
    }
  }

  # Without versioning, too: those of a time when it was on would stay for ever, and be paid for.
  rule {
    id     = "expire-old-versions"
    status = "Enabled"

    filter {}

    expiration {
      expired_object_delete_marker = true
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  depends_on = [aws_s3_bucket_versioning.data]
}

resource "aws_dynamodb_table" "file_metadata" {
  name                        = local.table_name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "file_name"
  deletion_protection_enabled = local.protect_data

  attribute {
    name = "file_name"
    type = "S"
  }

  attribute {
    name = "status"
    type = "S"
  }

  attribute {
    name = "processed_timestamp"
    type = "S"
  }

  # Lists the files of one status, newest first. ISO 8601 timestamps sort as text. Only what lists show, 2 KB instead of
  # up to 300: each status is one partition, which takes 1,000 writes of 1 KB a second and holds back the table beyond.
  # scripts/local-aws/names.ts knows the same attributes.
  global_secondary_index {
    name               = "status-index"
    projection_type    = "INCLUDE"
    non_key_attributes = ["partial", "row_count", "column_count", "source", "processing", "quality_issues", "error_code", "error_message", "summary_key"]

    key_schema {
      attribute_name = "status"
      key_type       = "HASH"
    }

    key_schema {
      attribute_name = "processed_timestamp"
      key_type       = "RANGE"
    }
  }

  point_in_time_recovery {
    enabled = var.point_in_time_recovery
  }

  dynamic "ttl" {
    for_each = var.ttl_attribute != "" ? [var.ttl_attribute] : []

    content {
      attribute_name = ttl.value
      enabled        = true
    }
  }
}
