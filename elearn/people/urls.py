"""Addresses of sign-in. Only the pages of allauth that we offer, under the names by which allauth asks for them."""

from django.urls import path

from .fresh import fresh_required
from .views import devices, passkeys, password, scan, second_factor
from .views.age import age, shown_name
from .views.confirm import ConfirmCodeView, ConfirmView
from .views.details import AddAddressCodeView, AddAddressView, details, welcome
from .views.guardian import my_guardian
from .views.how import how
from .views.join import JoinCodeView, JoinView, teach
from .views.sign_in import CodeView, SignInView, SignOutView

urlpatterns = [
    path("", SignInView.as_view(), name="account_login"),
    path("", SignInView.as_view(), name="account_request_login_code"),
    path("code/", CodeView.as_view(), name="account_confirm_login_code"),
    path("new/", JoinView.as_view(), name="account_signup"),
    path("new/code/", JoinCodeView.as_view(), name="account_join_code"),
    path("welcome/", welcome, name="account_welcome"),
    path("age/", age, name="account_age"),
    path("guardian/", my_guardian, name="account_guardian"),
    path("shown-name/", shown_name, name="account_shown_name"),
    path("teach/", teach, name="account_teach"),
    path("details/", details, name="account_details"),
    path("address/", fresh_required(AddAddressView.as_view()), name="account_address"),
    path("address/code/", AddAddressCodeView.as_view(), name="account_address_code"),
    path("out/", SignOutView.as_view(), name="account_logout"),
    path("how/", how, name="account_how"),
    path("confirm/", ConfirmView.as_view(), name="account_confirm"),
    path("confirm/code/", ConfirmCodeView.as_view(), name="account_confirm_code"),
    path("passkey/", passkeys.sign_in, name="account_passkey"),
    path("passkey/options/", passkeys.options, name="account_passkey_options"),
    path("passkeys/new/", passkeys.add, name="account_passkey_add"),
    path("passkeys/<int:pk>/", passkeys.rename, name="account_passkey_name"),
    path("passkeys/<int:pk>/remove/", passkeys.remove, name="account_passkey_remove"),
    path("password/", password.sign_in, name="account_password"),
    path("password/new/", password.set_new, name="account_password_set"),
    path("password/remove/", password.remove, name="account_password_remove"),
    path("second/", second_factor.second, name="account_second"),
    path("second/app/", second_factor.app, name="account_second_app"),
    path("second/app/remove/", second_factor.remove_app, name="account_second_app_remove"),
    path("second/recovery/", second_factor.recovery, name="account_recovery"),
    path("devices/", devices.devices, name="account_devices"),
    path("device/ask/", scan.ask, name="account_device_ask"),
    path("device/", scan.device, name="account_device"),
    path("device/status/", scan.status, name="account_device_status"),
    path("scan/<str:token>/", scan.scan, name="account_scan"),
]
