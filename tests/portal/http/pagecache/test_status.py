from django.test import Client
from django.urls import reverse

from portal.accounts.models import User


def test_status_is_closed_to_others(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    answer = client.get(reverse("page_cache_status"))
    assert answer.status_code in {302, 403}
