from scoring_kit.service.metrics import Metrics


class Route:
    path = "/v1/{name}"


def test_requests_are_counted_by_route_and_status():
    metrics = Metrics()
    for _ in range(3):
        metrics.observe({"method": "POST", "route": Route()}, 200, 0.002)
    text = metrics.text().decode()
    labels = '{method="POST",route="/v1/{name}",status="200"}'
    assert f"scoring_kit_requests_total{labels} 3.0" in text
    assert 'scoring_kit_request_seconds_bucket{le="0.0025",route="/v1/{name}"} 3.0' in text
    assert 'scoring_kit_request_seconds_bucket{le="0.001",route="/v1/{name}"} 0.0' in text


def test_addresses_and_methods_that_could_be_any_are_counted_as_others():
    metrics = Metrics()
    metrics.observe({"method": "BREW", "path": "/x"}, 404, 0.1)
    metrics.observe({"method": "BREW", "route": Route()}, 405, 0.1)
    text = metrics.text().decode()
    assert 'method="other",route="other",status="404"' in text
    assert "BREW" not in text
