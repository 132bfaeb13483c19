"""gzip for what Django answers itself; the page cache compresses what it keeps."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from .pagecache.tags import DECLARED, KEEPER


class CompressionMiddleware(GZipMiddleware):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if KEEPER in request.META and DECLARED in request.META:
            return response
        return super().process_response(request, response)
