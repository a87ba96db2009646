"""From which part of the network a visitor comes: enough to count by, too little to know a household by."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

_PREFIX = {4: 24, 6: 48}


def network_of(request: HttpRequest | None) -> str:
    """Give the network of a visitor, such as "203.0.113.0/24" or "2001:db8:7::/48"; "" when nobody is asking."""
    if request is None:
        return ""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network(f"{address}/{_PREFIX[address.version]}", strict=False))
