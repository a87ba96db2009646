"""What somebody typed while their sign-in ran out: kept in their session until they are back on the page.

Personal data: the text of one form, encrypted, for as long as the browser's session; given back once, and only at its
own address.
"""

from urllib.parse import parse_qs, urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect, QueryDict

from .encryption import CannotRead, decrypt, encrypt

_SESSION_KEY = "typed_before_sign_in"
_LONGEST = 20_000  # characters; a form's text, never a file


def sign_in_and_return(request: HttpRequest) -> HttpResponseRedirect:
    """Send a visitor to sign in and back to this page. What they were sending waits for them there."""
    if request.method == "POST":
        fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
        text = urlencode(fields, doseq=True)
        if len(text) <= _LONGEST:
            request.session[_SESSION_KEY] = {"at": request.path, "text": encrypt(text)}
    return redirect_to_login(request.get_full_path())


def typed_before(request: HttpRequest) -> QueryDict | None:
    """Give back, once, what the visitor had typed on this page before they signed in; None when there is nothing."""
    kept = request.session.get(_SESSION_KEY)
    if request.method != "GET" or not kept or kept["at"] != request.path:
        return None
    del request.session[_SESSION_KEY]
    typed = QueryDict(mutable=True)
    try:
        text = decrypt(kept["text"])
    except CannotRead:  # kept from before, or with a key that is gone
        return None
    for name, values in parse_qs(text, keep_blank_values=True).items():
        typed.setlist(name, values)
    return typed
