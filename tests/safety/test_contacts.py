"""Ways to reach somebody are found however they are written, and honest words are left alone."""

import pytest

from elearn.safety.contacts import contacts_in


@pytest.mark.parametrize(
    "words",
    [
        "Zəng edin: 050 123 45 67",
        "+994 50 123-45-67",
        "(050) 123.45.67",
        "0501234567 yazın",
        "0 5 0 1 2 3 4 5 6 7",
        "o5O yox, 05O123456 7",
        "٠٥٠١٢٣٤٥٦٧",
        "０５０１２３４５６７",
        "050\u200b123\u200b45\u200b67",
        "gunay@mail.example",
        "gunay @ mail . example",
        "gunay(at)mail(dot)com",
        "gunay at mail dot com",
        "yazın: gunay собака mail точка ru",
        "https://example.org/me",
        "www.example.org",
        "mənim səhifəm korpu.az",
        "t.me/gunay",
        "@gunay_m",
        "Instagram: gunay_m",
        "Telegram gunay2007",
    ],
)
def test_found(words):
    assert contacts_in(words), words


@pytest.mark.parametrize(
    "words",
    [
        "Çox sağ olun, Leyla xanım!",
        "Mən 2007-ci ildə doğulmuşam, şərfi 3 günə toxudum.",
        "200 q un, 3 yumurta, 180 dərəcə",
        "Look at me, I knitted 12 rows.",
        "12.05.2026 tarixində baxdım.",
        "Nənəm WhatsApp ilə bilmir, amma baxdı.",
        "Спасибо. Очень понравилось.",
        "Bitdi.Sonra çay içdik.",
        "10:30-da baxdım, 45 dəqiqə çəkdi.",
    ],
)
def test_left_alone(words):
    assert contacts_in(words) == [], words


def test_they_are_given_as_written_each_once():
    assert contacts_in("050 123 45 67 və ya a@b.az, 050 123 45 67") == ["050 123 45 67", "a@b.az"]
