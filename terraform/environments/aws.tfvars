# A plain AWS account.
environment            = "aws"
region                 = "us-east-1"
point_in_time_recovery = true
versioning             = true

# alarm_email = "data-team@example.com"
