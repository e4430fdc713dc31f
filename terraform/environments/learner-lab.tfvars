# AWS Academy Learner Lab: no IAM to create, a budget of some tens of dollars, resources that end with the course.
environment  = "learner-lab"
region       = "us-east-1" # us-west-2 is the other one it offers
use_lab_role = true

# `terraform destroy` removes everything, uploads included.
protect_data       = false
log_retention_days = 7

# Not known to be allowed in every course; switch on what yours lets you have. Queries run without being saved.
dashboard     = false
saved_queries = false
