"""What a Python program does with Lambda, through boto3's client, when all is well and when it is not. Prints `ok` or
`not ok` for each."""

import json
import sys
import urllib.request

import boto3
from botocore.config import Config

from running import run

client = boto3.client("lambda", endpoint_url=sys.argv[1], region_name="eu-central-1", aws_access_key_id="test",
                      aws_secret_access_key="test", config=Config(retries={"total_max_attempts": 3, "mode": "standard"}))
raises = client.exceptions

LOG_IN = json.dumps({"httpMethod": "POST", "path": "/auth/login",
                     "body": json.dumps({"email": "anna@example.com", "password": "lotus-flower-22"})})


def control(method, path, body=None):
    request = urllib.request.Request(sys.argv[1] + "/_gabi/" + path, json.dumps(body).encode() if body else None, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def logins():
    return len(control("GET", "logs?event=auth.logged_in")["records"])


def runs_a_function():
    answer = client.invoke(FunctionName="gabi-auth", Payload=LOG_IN)
    assert json.load(answer["Payload"])["statusCode"] == 200
    assert answer["ExecutedVersion"] == "$LATEST"


def runs_a_function_later():
    before = logins()
    answer = client.invoke(FunctionName="gabi-auth", InvocationType="Event", Payload=LOG_IN)
    assert answer["StatusCode"] == 202
    assert answer["Payload"].read() == b""
    assert logins() == before + 1


def asks_whether_a_function_would_run():
    assert client.invoke(FunctionName="gabi-auth", InvocationType="DryRun", Payload=LOG_IN)["StatusCode"] == 204


def is_told_what_cannot_run():
    for error, arguments in [
            (raises.ResourceNotFoundException, {"FunctionName": "nobody", "InvocationType": "Event"}),
            (raises.RequestTooLargeException, {"FunctionName": "gabi-auth", "InvocationType": "Event", "Payload": json.dumps("x" * 1100000)}),
            (raises.InvalidRequestContentException, {"FunctionName": "gabi-auth", "Payload": "{"})]:
        try:
            client.invoke(**arguments)
        except error:
            continue
        raise AssertionError(f"{error.__name__} was not raised")


def tries_again_what_is_throttled():
    control("POST", "faults", {"service": "lambda", "effect": "throttle", "nth": 1})
    answer = client.invoke(FunctionName="gabi-auth", Payload=LOG_IN)
    control("DELETE", "faults")
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1


def gives_up_on_what_stays_throttled():
    control("POST", "faults", {"service": "lambda", "effect": "throttle"})
    try:
        client.invoke(FunctionName="gabi-auth", Payload=LOG_IN)
    except raises.TooManyRequestsException as error:
        assert error.response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
        assert error.response["Type"] == "User"
    else:
        raise AssertionError("TooManyRequestsException was not raised")
    finally:
        control("DELETE", "faults")


TESTS = [runs_a_function, runs_a_function_later, asks_whether_a_function_would_run, is_told_what_cannot_run,
         tries_again_what_is_throttled, gives_up_on_what_stays_throttled]

run(TESTS)
