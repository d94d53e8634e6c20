from starlette.testclient import TestClient


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for answer in (client.get("/vaeviz/nothing"), client.get("/vaeviz/codes/x")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
