"""What a Python program does with DynamoDB, through boto3's resources and clients. Prints `ok` or `not ok` for each."""

import decimal
import json
import sys
import urllib.request

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from running import run

ACCESS = {"endpoint_url": sys.argv[1], "region_name": "eu-central-1", "aws_access_key_id": "test",
          "aws_secret_access_key": "test", "config": Config(retries={"max_attempts": 1})}
client = boto3.client("dynamodb", **ACCESS)
resource = boto3.resource("dynamodb", **ACCESS)
songs = resource.Table("Songs")
raises = client.exceptions

RAIN = {"artist": "Ann", "title": "Rain"}


def expect_error(error, call, **arguments):
    """The call must raise the error; gives its answer's body."""
    try:
        call(**arguments)
    except error as caught:
        return caught.response
    raise AssertionError(f"{error.__name__} was not raised")


def creates_a_table():
    table = resource.create_table(
        TableName="Songs", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "artist", "AttributeType": "S"}, {"AttributeName": "title", "AttributeType": "S"},
                              {"AttributeName": "year", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "artist", "KeyType": "HASH"}, {"AttributeName": "title", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{"IndexName": "YearIndex", "Projection": {"ProjectionType": "ALL"}, "KeySchema": [
            {"AttributeName": "artist", "KeyType": "HASH"}, {"AttributeName": "year", "KeyType": "RANGE"}]}])
    table.wait_until_exists()
    table.reload()
    assert table.table_status == "ACTIVE"
    assert table.global_secondary_indexes[0]["IndexName"] == "YearIndex"


def lists_tables():
    names = [name for page in client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 2}) for name in page["TableNames"]]
    assert {"Songs", "Users", "Classes", "Bookings"} <= set(names)
    assert names == sorted(names)


def refuses_a_table_that_exists():
    expect_error(raises.ResourceInUseException, client.create_table, TableName="Songs", BillingMode="PAY_PER_REQUEST",
                 AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}],
                 KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}])


def puts_and_gets_every_type():
    item = {**RAIN, "year": 1999, "price": decimal.Decimal("12.340000000000000000000000000000000001"), "good": True, "nothing": None,
            "cover": b"\x00\x01\xff", "tags": {"a", "b"}, "numbers": {1, 2}, "list": ["x", 1, [False]], "map": {"a": {"b": "c"}},
            "empty": "", "umlaut": "ä\u0000€🧘"}
    songs.put_item(Item=item)
    stored = songs.get_item(Key=RAIN, ConsistentRead=True)["Item"]
    assert stored == item, stored


def puts_on_condition():
    error = expect_error(raises.ConditionalCheckFailedException, songs.put_item, Item=RAIN, ConditionExpression=Attr("artist").not_exists())
    assert error["Error"]["Message"] == "The conditional request failed"
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400
    songs.put_item(Item={**RAIN, "year": 2000, "plays": 0}, ConditionExpression=Attr("year").eq(1999))


def updates():
    updated = songs.update_item(
        Key=RAIN, UpdateExpression="SET #y = #y + :one, note = if_not_exists(note, :note) ADD plays :five REMOVE nothing",
        ExpressionAttributeNames={"#y": "year"}, ExpressionAttributeValues={":one": 1, ":note": "new", ":five": 5}, ReturnValues="ALL_NEW")
    assert updated["Attributes"] == {**RAIN, "year": 2001, "note": "new", "plays": 5}, updated
    expect_error(raises.ConditionalCheckFailedException, songs.update_item, Key=RAIN, UpdateExpression="REMOVE note",
                 ConditionExpression=Attr("plays").gt(5))


def updates_what_is_not_there_yet():
    songs.update_item(Key={"artist": "Eve", "title": "Dew"}, UpdateExpression="ADD plays :n", ExpressionAttributeValues={":n": 1})
    assert songs.get_item(Key={"artist": "Eve", "title": "Dew"})["Item"]["plays"] == 1
    songs.delete_item(Key={"artist": "Eve", "title": "Dew"})


def writes_in_batches():
    with songs.batch_writer() as batch:
        for number in range(60):
            batch.put_item(Item={"artist": "Many", "title": f"{number:03}", "year": 1900 + number})
    assert songs.query(KeyConditionExpression=Key("artist").eq("Many"), Select="COUNT")["Count"] == 60


def gets_in_batches():
    keys = [{"artist": "Many", "title": f"{number:03}"} for number in range(55, 65)]
    answer = resource.batch_get_item(RequestItems={"Songs": {"Keys": keys}})
    assert sorted(item["title"] for item in answer["Responses"]["Songs"]) == ["055", "056", "057", "058", "059"]
    assert answer["UnprocessedKeys"] == {}


def queries_an_index_backwards():
    found = songs.query(IndexName="YearIndex", ScanIndexForward=False, Limit=2,
                        KeyConditionExpression=Key("artist").eq("Many") & Key("year").between(1910, 1920))
    assert [item["year"] for item in found["Items"]] == [1920, 1919]
    following = songs.query(IndexName="YearIndex", ScanIndexForward=False, Limit=2, ExclusiveStartKey=found["LastEvaluatedKey"],
                            KeyConditionExpression=Key("artist").eq("Many") & Key("year").between(1910, 1920))
    assert [item["year"] for item in following["Items"]] == [1918, 1917]


def queries_with_prefix_filter_and_projection():
    found = songs.query(KeyConditionExpression=Key("artist").eq("Many") & Key("title").begins_with("01"),
                        FilterExpression=Attr("year").gte(1915), ProjectionExpression="title")
    assert found["Items"] == [{"title": f"01{digit}"} for digit in range(5, 10)], found
    assert (found["Count"], found["ScannedCount"]) == (5, 10)


def scans_page_by_page_and_in_segments():
    pages = list(client.get_paginator("scan").paginate(TableName="Songs", PaginationConfig={"PageSize": 25}))
    assert len(pages) == 3 and sum(page["Count"] for page in pages) == 61
    assert sum(songs.scan(Segment=segment, TotalSegments=3)["Count"] for segment in range(3)) == 61


def writes_a_transaction():
    client.transact_write_items(TransactItems=[
        {"Put": {"TableName": "Songs", "Item": {"artist": {"S": "Cat"}, "title": {"S": "Fog"}, "plays": {"N": "1"}}}},
        {"Update": {"TableName": "Songs", "Key": {"artist": {"S": "Ann"}, "title": {"S": "Rain"}},
                    "UpdateExpression": "ADD plays :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}}])
    assert songs.get_item(Key={"artist": "Cat", "title": "Fog"})["Item"]["plays"] == 1
    assert songs.get_item(Key=RAIN)["Item"]["plays"] == 6


def cancels_a_transaction_as_a_whole():
    error = expect_error(raises.TransactionCanceledException, client.transact_write_items, TransactItems=[
        {"Put": {"TableName": "Songs", "Item": {"artist": {"S": "Dan"}, "title": {"S": "Ice"}}}},
        {"Delete": {"TableName": "Songs", "Key": {"artist": {"S": "Cat"}, "title": {"S": "Fog"}},
                    "ConditionExpression": "plays > :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}}])
    assert [reason["Code"] for reason in error["CancellationReasons"]] == ["None", "ConditionalCheckFailed"]
    assert "Item" not in songs.get_item(Key={"artist": "Dan", "title": "Ice"})


def deletes():
    old = songs.delete_item(Key=RAIN, ConditionExpression=Attr("plays").eq(6), ReturnValues="ALL_OLD")
    assert old["Attributes"]["note"] == "new"
    assert "Item" not in songs.get_item(Key=RAIN)
    songs.delete_item(Key=RAIN)


def names_what_is_wrong():
    def message(call, **arguments):
        return expect_error(raises.ClientError, call, **arguments)["Error"]

    wrong_key = message(songs.get_item, Key={"artist": "Ann"})
    assert wrong_key == {"Code": "ValidationException", "Message": "The provided key element does not match the schema"}, wrong_key
    wrong_type = message(songs.put_item, Item={"artist": 5, "title": "x"})
    assert wrong_type["Message"] == "One or more parameter values were invalid: Type mismatch for key artist expected: S actual: N", wrong_type
    too_large = message(songs.put_item, Item={**RAIN, "x": "y" * 410_000})
    assert too_large["Message"] == "Item size has exceeded the maximum allowed size", too_large
    reserved = message(songs.update_item, Key=RAIN, UpdateExpression="SET year = :y", ExpressionAttributeValues={":y": 1})
    assert reserved["Message"] == ("Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: year"), reserved
    assert message(resource.Table("Nowhere").scan)["Code"] == "ResourceNotFoundException"


def refuses_a_wrong_secret():
    stranger = boto3.client("dynamodb", **{**ACCESS, "aws_secret_access_key": "wrong"})
    error = expect_error(raises.ClientError, stranger.list_tables)
    assert error["Error"]["Code"] == "InvalidSignatureException", error


def add_fault(effect, operation="GetItem", **members):
    rule = {"service": "dynamodb", "operation": operation, "caller": "outside", "effect": effect, **members}
    urllib.request.urlopen(sys.argv[1] + "/_gabi/faults", json.dumps(rule).encode()).close()


def end_faults():
    urllib.request.urlopen(urllib.request.Request(sys.argv[1] + "/_gabi/faults", method="DELETE")).close()


def patient(attempts, **config):
    return boto3.client("dynamodb", **{**ACCESS, "config": Config(retries={"total_max_attempts": attempts, "mode": "standard"},
                                                                  **config)})


def tries_again_what_is_throttled():
    add_fault("throttle", nth=1, times=2)
    answer = patient(3).get_item(TableName="Songs", Key={"artist": {"S": "Ann"}, "title": {"S": "Rain"}})
    end_faults()
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2


def tells_what_goes_wrong():
    arguments = {"TableName": "Songs", "Key": {"artist": {"S": "Ann"}, "title": {"S": "Rain"}}}
    for effect, members, error in [
            ("throttle", {}, raises.ProvisionedThroughputExceededException),
            ("error", {"code": "RequestLimitExceeded"}, raises.RequestLimitExceeded),
            ("error", {"code": "InternalServerError"}, raises.InternalServerError),
            ("cut_before", {}, ConnectionClosedError),
            ("cut_after", {}, ConnectionClosedError),
            ("timeout", {"ms": 1500}, ReadTimeoutError)]:
        add_fault(effect, **members)
        try:
            patient(1, read_timeout=1).get_item(**arguments)
        except error:
            pass
        else:
            raise AssertionError(f"{effect}: no error")
        finally:
            end_faults()


def writes_the_rest_of_a_batch():
    add_fault("partial", operation="BatchWriteItem", left=3, nth=1)
    with songs.batch_writer() as batch:
        for number in range(5):
            batch.put_item(Item={"artist": "Faults", "title": str(number)})
    end_faults()
    assert songs.query(KeyConditionExpression=Key("artist").eq("Faults"))["Count"] == 5


def deletes_the_table():
    songs.delete()
    songs.wait_until_not_exists()
    expect_error(raises.ResourceNotFoundException, client.describe_table, TableName="Songs")


TESTS = [creates_a_table, lists_tables, refuses_a_table_that_exists, puts_and_gets_every_type, puts_on_condition, updates,
         updates_what_is_not_there_yet, writes_in_batches, gets_in_batches, queries_an_index_backwards,
         queries_with_prefix_filter_and_projection, scans_page_by_page_and_in_segments, writes_a_transaction,
         cancels_a_transaction_as_a_whole, deletes, names_what_is_wrong, refuses_a_wrong_secret, tries_again_what_is_throttled, tells_what_goes_wrong,
         writes_the_rest_of_a_batch, deletes_the_table]

run(TESTS)
