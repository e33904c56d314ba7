"""GetAccountSettings of Lambda, which moto does not have: the concurrency of the account, and its unreserved part."""


def unreserved(backend, quota: int) -> int:
    reserved = (each.reserved_concurrency or 0 for each in backend.list_functions())
    return quota - sum(int(each) for each in reserved)


def apply() -> None:
    import json
    import os

    from moto.awslambda import urls
    from moto.awslambda.responses import LambdaResponse as Responses

    def get_account_settings(self):
        # The quota that moto uses to check reservations.
        quota = int(os.environ["MOTO_LAMBDA_CONCURRENCY_QUOTA"])
        left = unreserved(self.backend, quota)
        limits = {"ConcurrentExecutions": quota, "UnreservedConcurrentExecutions": left}
        return json.dumps({"AccountLimit": limits, "AccountUsage": {}})

    Responses.get_account_settings = get_account_settings
    urls.url_paths[r"{0}/(?P<api_version>[^/]+)/account-settings/?$"] = Responses.dispatch
