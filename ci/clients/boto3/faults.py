"""What boto3 makes of services that fail, as /_gabi/faults lets them: how often it tries, and what the program is told.
The rules count how often the emulator was asked. Prints `ok` or `not ok` for each."""

import json
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from running import run

WORLD = "boto3-faults"


def client(service, mode="standard", attempts=3):
    return boto3.client(service, endpoint_url=sys.argv[1], region_name="eu-central-1", aws_access_key_id="gabi-" + WORLD,
                        aws_secret_access_key="test",
                        config=Config(read_timeout=1, retries={"total_max_attempts": attempts, "mode": mode}))


def control(method, path, body=None):
    request = urllib.request.Request(sys.argv[1] + "/_gabi/" + path, json.dumps(body).encode() if body else None,
                                     {"X-Gabi-World": WORLD}, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


dynamodb, secrets, functions = client("dynamodb"), client("secretsmanager"), client("lambda")
CLASS = {"TableName": "Classes", "Key": {"classId": {"S": "class-yin"}}}


class Faulty:
    """With the fault; `attempts` is how often the emulator was asked meanwhile."""

    def __init__(self, service, **rule):
        self.rule = {"service": service, "caller": "outside", **rule}

    def __enter__(self):
        control("POST", "faults", self.rule)
        return self

    def __exit__(self, *_):
        self.attempts = control("GET", "faults")["faults"][0]["calls"]
        control("DELETE", "faults")  # which also wakes who still waits


def tries_again(service, call, rule, retries=1):
    with Faulty(service, **rule) as faulty:
        answer = call()
    assert answer["ResponseMetadata"]["RetryAttempts"] == retries, answer["ResponseMetadata"]
    assert faulty.attempts == retries + 1, faulty.attempts
    return answer


def fails(error, code, service, call, rule, attempts):
    with Faulty(service, **rule) as faulty:
        try:
            call()
        except error as caught:
            assert code is None or caught.response["Error"]["Code"] == code, caught.response
        else:
            raise AssertionError(f"{error.__name__} was not raised")
    assert faulty.attempts == attempts, faulty.attempts


def get_class():
    return dynamodb.get_item(**CLASS)


def a_throttled_read_is_tried_again():
    assert tries_again("dynamodb", get_class, {"effect": "throttle", "times": 2}, 2)["Item"]


def what_stays_throttled_is_given_up_after_three_attempts():
    fails(ClientError, "ProvisionedThroughputExceededException", "dynamodb", get_class, {"effect": "throttle"}, 3)


def dynamodb_is_tried_more_often_in_legacy_mode():
    legacy = boto3.client("dynamodb", endpoint_url=sys.argv[1], region_name="eu-central-1", aws_secret_access_key="test",
                          aws_access_key_id="gabi-" + WORLD, config=Config(retries={"mode": "legacy"}))
    assert tries_again("dynamodb", lambda: legacy.get_item(**CLASS), {"effect": "throttle", "times": 4}, 4)["Item"]


def errors_of_the_service_are_tried_again():
    for code in ("InternalServerError", "ServiceUnavailable", "ThrottlingException", "RequestLimitExceeded"):
        tries_again("dynamodb", get_class, {"effect": "error", "code": code, "nth": 1})


def verdicts_are_not_tried_again():
    for code in ("ConditionalCheckFailedException", "TransactionConflictException"):
        fails(ClientError, code, "dynamodb", get_class, {"effect": "error", "code": code}, 1)


def a_connection_that_is_cut_is_opened_again():
    for effect in ("cut_before", "cut_after"):
        tries_again("dynamodb", get_class, {"effect": effect, "nth": 1})
    fails(ConnectionClosedError, None, "dynamodb", get_class, {"effect": "cut_before"}, 3)


def what_takes_too_long_is_asked_again():
    tries_again("dynamodb", get_class, {"effect": "timeout", "ms": 1500, "nth": 1})
    tries_again("dynamodb", get_class, {"effect": "latency", "ms": 1500, "nth": 1})


def what_never_comes_is_given_up():
    once = client("dynamodb", attempts=1)
    fails(ReadTimeoutError, None, "dynamodb", lambda: once.get_item(**CLASS), {"effect": "timeout", "ms": 1500}, 1)


def a_transaction_that_is_sent_again_is_done_once():
    put = {"Put": {"TableName": "Classes", "Item": {"classId": {"S": "boto3"}},
                   "ConditionExpression": "attribute_not_exists(classId)"}}
    tries_again("dynamodb", lambda: dynamodb.transact_write_items(TransactItems=[put]), {"effect": "cut_after", "nth": 1})


def a_cancelled_transaction_tells_its_reasons():
    put = {"Put": {"TableName": "Classes", "Item": {"classId": {"S": "other"}}}}
    with Faulty("dynamodb", effect="error", code="TransactionCanceledException") as faulty:
        try:
            dynamodb.transact_write_items(TransactItems=[put])
        except dynamodb.exceptions.TransactionCanceledException as error:
            assert error.response["CancellationReasons"][0]["Code"] == "TransactionConflict"
        else:
            raise AssertionError("it was not cancelled")
    assert faulty.attempts == 1


def what_is_left_of_a_batch_is_handed_back():
    puts = [{"PutRequest": {"Item": {"classId": {"S": f"batch-{number}"}}}} for number in range(3)]
    with Faulty("dynamodb", operation="BatchWriteItem", effect="partial", left=2, nth=1):
        left = dynamodb.batch_write_item(RequestItems={"Classes": puts})["UnprocessedItems"]["Classes"]
        assert left == puts[1:], left
        assert not dynamodb.batch_write_item(RequestItems={"Classes": left})["UnprocessedItems"]


def secrets_manager_is_tried_again():
    for rule in ({"effect": "throttle"}, {"effect": "error", "code": "InternalServiceError"}, {"effect": "cut_before"}):
        fails(secrets.exceptions.ResourceNotFoundException, None, "secretsmanager",
              lambda: secrets.get_secret_value(SecretId="nobodys"), {**rule, "nth": 1}, 2)


def lambda_is_tried_again():
    list_classes = json.dumps({"httpMethod": "GET", "path": "/classes"})
    for rule in ({"effect": "throttle"}, {"effect": "error", "code": "ServiceException"}, {"effect": "cut_before"}):
        tries_again("lambda", lambda: functions.invoke(FunctionName="gabi-booking", Payload=list_classes), {**rule, "nth": 1})


def a_function_that_fails_is_an_answer():
    for code, message in (("Runtime.ExitError", "Error: Runtime exited with error: exit status 1"),
                          ("Sandbox.Timedout", "Error: Task timed out after 10.00 seconds")):
        control("PUT", "clock", {"mode": "frozen"})
        with Faulty("lambda", effect="error", code=code) as faulty:
            answer = functions.invoke(FunctionName="gabi-booking", Payload="{}")
        control("PUT", "clock", {"mode": "host"})
        body = json.load(answer["Payload"])
        assert (answer["StatusCode"], answer["FunctionError"], faulty.attempts) == (200, "Unhandled", 1), answer
        assert body["errorType"] == code and body["errorMessage"].endswith(message), body
        assert answer["ResponseMetadata"]["RequestId"] in body["errorMessage"]


TESTS = [a_throttled_read_is_tried_again, what_stays_throttled_is_given_up_after_three_attempts,
         dynamodb_is_tried_more_often_in_legacy_mode, errors_of_the_service_are_tried_again, verdicts_are_not_tried_again,
         a_connection_that_is_cut_is_opened_again, what_takes_too_long_is_asked_again, what_never_comes_is_given_up,
         a_transaction_that_is_sent_again_is_done_once, a_cancelled_transaction_tells_its_reasons,
         what_is_left_of_a_batch_is_handed_back, secrets_manager_is_tried_again, lambda_is_tried_again,
         a_function_that_fails_is_an_answer]

control("POST", "reset")  # so that it can be run again
run(TESTS)
