"""The API, version 1."""

from ninja import NinjaAPI

api = NinjaAPI(title="Tournée", version="1.0.0", urls_namespace="api-v1")
