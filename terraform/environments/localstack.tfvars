# LocalStack or ministack, on the endpoint in AWS_ENDPOINT_URL (http://localhost:4566).
environment = "localstack"
emulator    = true
