"""What a page gives the workspace, read from a run of it."""

import json


def payload(page):
    assert not page.exception, page.exception
    (element,) = [one for one in page.main if one.type == "bidi_component"]
    (payload,) = json.loads(element.proto.json)
    return payload
