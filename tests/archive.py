"""The scans of a small archive as plain text: three languages, described, with what may go wrong.

Everything is invented. A form feed ends a page.
"""

from __future__ import annotations

from pathlib import Path

FILES = {
    "дело_1155.txt": (
        "П Р И К А З № 651\nначальника управления о режиме содержания заключен-\nных в лагерях\f"
        "Заключённому выдать хлеб. Труд заключенных учитывать по ст. 58-10.\f"
    ),
    "дело_1155.yaml": (
        "title: Приказ о режиме\nkind: приказ\n"
        "reference: ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–4\n"
        "date: 6 августа 1941 г.\nauthor: Начальник управления\n"
    ),
    "сборник.txt": (
        "Отчёт о труде в лагерях за 1938 год.\fПродолжение отчёта: барак и баня.\f"
        "Письмо в Караганду. Дорогая Мария, я в лагере.\f"
    ),
    "сборник.yaml": (
        "archive: ЦГА РК\nfonds: 1109\nopis: 2\n"
        "documents:\n"
        "  - {pages: 1-2, title: Отчёт, kind: отчёт, file: 47, leaves: 15–15 об., date: 1938/39}\n"
        "  - {pages: 3, title: Письмо, kind: письмо, file: 48, leaves: 1, date: до 1940 г.}\n"
    ),
    "қаулы.txt": "Қарағанды облысы бойынша еңбек және тұрмыс туралы қаулы. Жұмысшыларға нан.\f",
    "қаулы.yaml": (
        "title: Қаулы\nkind: қаулы\nreference: ҚР ОМА. 1109-қ., 2-т., 47-іс\ndate: 1943\n"
    ),
    "токтом.txt": "Эмгек жөнүндө токтом. Түрмөдөгүлөрдүн эмгеги жана күндөлүк турмушу.\f",
    "токтом.yaml": (
        "title: Токтом\nkind: токтом\nreference: КР БМА. Ф. 105. Оп. 4. Д. 77\ndate: 195X\n"
    ),
    "воспоминания.txt": "Мы работали в лагере. Бараки стояли в степи.\f",
    "альбом/opis.yaml": "title: Стенгазета\nkind: газета\nleaves: [1, '', 1 об.]\ndate: 1937\n",
    "альбом/1.txt": "Стенгазета. Ударники труда.\f",
    "альбом/2.txt": "Приказываю: баню топить.\f",
    "альбом/10.txt": "Последний лист стенгазеты.\f",
    "зал.txt": "Читальный зал: показания свидетеля Зальцева о лагере.\f",
    "зал.yaml": "title: Показания\naccess: reading-room\n",
    "описание.txt": "Личное дело Описаньева, лагерь.\f",
    "описание.yaml": "title: Личное дело\naccess: description\nlanguage: казахский\ndate: 1936\n",
    "тайна.txt": "Донос Тайнова, лагерь.\f",
    "тайна.yaml": "title: Донос\naccess: hidden\n",
    "открыто.txt": "Протокол Срокова, лагерь.\f",
    "открыто.yaml": "title: Протокол\naccess: hidden\nopens: 2000-01-01\n",
    "враг.txt": "Слово вредителя: \x1b[31mкрасный\x1b[0m <img onerror=alert(1)> \u202eлагерь\f",
    "враг.yaml": 'title: "Вредный \\e[31mзаголовок\\a"\n',
}

#: documents and pages that these files hold, and that the public may read
DOCUMENTS, PAGES, OPEN_DOCUMENTS, OPEN_PAGES = 12, 16, 9, 13


def write(folder: Path) -> Path:
    """Write the files into ``folder`` and return it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
