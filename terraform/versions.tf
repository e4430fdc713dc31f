# No .terraform.lock.hcl is committed: `terraform init` writes one with the checksums for your platform. The
# constraint decides the result closely enough. Nothing below 6.47 is accepted (DynamoDB `key_schema`, bucket tags
# through S3 Control, nodejs24.x), and minor releases of the provider keep configurations valid.
terraform {
  required_version = ">= 1.9" # validations that compare variables

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.47"
    }
  }
}
