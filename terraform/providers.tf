# Endpoints are not configured here: the provider reads AWS_ENDPOINT_URL, as the aws command line and the SDKs do.
# For an emulator see README.md, "LocalStack and ministack": the host must be a name, not an IP address.
provider "aws" {
  region = var.region

  # An emulator takes any credentials. Fixed ones keep real ones away from it, and if AWS_ENDPOINT_URL is forgotten
  # AWS refuses the very first call instead of deploying an emulator's configuration to a real account.
  access_key = var.emulator ? "test" : null
  secret_key = var.emulator ? "test" : null

  # skip_requesting_account_id stays off: bucket tags go through S3 Control, which needs the account id.
  s3_use_path_style           = var.emulator
  skip_credentials_validation = var.emulator
  skip_metadata_api_check     = var.emulator

  default_tags {
    tags = {
      Project     = var.project
      Environment = var.environment
      ManagedBy   = "terraform"
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}
