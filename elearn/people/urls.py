"""Addresses of sign-in. Only the pages of allauth that we offer, under the names by which allauth asks for them."""

from django.urls import path

from .views.details import AddAddressCodeView, AddAddressView, details, welcome
from .views.join import JoinCodeView, JoinView, teach
from .views.sign_in import CodeView, SignInView, SignOutView

urlpatterns = [
    path("", SignInView.as_view(), name="account_login"),
    path("", SignInView.as_view(), name="account_request_login_code"),
    path("code/", CodeView.as_view(), name="account_confirm_login_code"),
    path("new/", JoinView.as_view(), name="account_signup"),
    path("new/code/", JoinCodeView.as_view(), name="account_join_code"),
    path("welcome/", welcome, name="account_welcome"),
    path("teach/", teach, name="account_teach"),
    path("details/", details, name="account_details"),
    path("address/", AddAddressView.as_view(), name="account_address"),
    path("address/code/", AddAddressCodeView.as_view(), name="account_address_code"),
    path("out/", SignOutView.as_view(), name="account_logout"),
]
