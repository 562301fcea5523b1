"""XlsxWriter and openpyxl as sides of the benchmark: a sheet of customers, row by row.

Speaks as bench/sides/serve.ts does (see Reply in bench/sides/request.ts). The cells and their look are those of
bench/sides/workbook.ts.
"""

import array
import json
import os
import sys
import time

FORMATS = ["0.000", "0.0%", '#,##0.00 "EUR"', "#,##0.0"]
COLOURS = ["0072B2", "E69F00", "009E73", "CC79A7", "D55E00", "56B4E9", "F0E442"]
TEXTS = ["Customer", "Segment", "Name", "Outlier"]


def texts_of(row):
    segment = row % len(COLOURS)
    return f"customer-{row}@example.com", segment, f"Archetype {segment}", "yes" if row % 20 == 0 else "no"


def write_xlsxwriter(numbers, rows, columns, path):
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Customer Assignments")
    sheet.freeze_panes(1, 1)
    header = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864"})
    text = book.add_format({"num_format": "@"})
    chips = [book.add_format({"bold": True, "bg_color": f"#{c}", "align": "center", "num_format": "@"}) for c in COLOURS]
    formats = [book.add_format({"num_format": code}) for code in FORMATS]
    for column, name in enumerate(TEXTS + [f"x{j}" for j in range(columns)]):
        sheet.write_string(0, column, name, header)
    for row in range(rows):
        customer, segment, name, outlier = texts_of(row)
        sheet.write_string(row + 1, 0, customer, text)
        sheet.write_string(row + 1, 1, str(segment), chips[segment])
        sheet.write_string(row + 1, 2, name, text)
        sheet.write_string(row + 1, 3, outlier, text)
        for j in range(columns):
            sheet.write_number(row + 1, 4 + j, numbers[row * columns + j], formats[j % 4])
    sheet.autofilter(0, 0, rows, 3 + columns)
    book.close()


def write_openpyxl(numbers, rows, columns, path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Customer Assignments")
    sheet.freeze_panes = "B2"
    look = openpyxl.styles
    fills = [look.PatternFill("solid", fgColor=colour) for colour in COLOURS]
    bold, centre = look.Font(bold=True), look.Alignment(horizontal="center")

    def cell(value, number_format):
        made = openpyxl.cell.WriteOnlyCell(sheet, value=value)
        made.number_format = number_format
        return made

    def chip(segment):
        made = cell(str(segment), "@")
        made.fill, made.font, made.alignment = fills[segment], bold, centre
        return made

    sheet.append(TEXTS + [f"x{j}" for j in range(columns)])
    for row in range(rows):
        customer, segment, name, outlier = texts_of(row)
        values = numbers[row * columns : (row + 1) * columns]
        sheet.append(
            [cell(customer, "@"), chip(segment), cell(name, "@"), cell(outlier, "@")]
            + [cell(value, FORMATS[j % 4]) for j, value in enumerate(values)]
        )
    sheet.auto_filter.ref = f"A1:{openpyxl.utils.get_column_letter(4 + columns)}{rows + 1}"
    book.save(path)


def peak_bytes():
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def say(reply):
    print(json.dumps(reply), flush=True)


request = json.loads(sys.argv[1])
matrix, path = request["matrix"], request["answerPrefix"] + ".xlsx"
rows, columns = matrix["rows"], matrix["columns"]
numbers = array.array("d")
with open(matrix["path"], "rb") as file:
    numbers.fromfile(file, rows * columns)
if request["side"] == "XlsxWriter":
    import xlsxwriter

    write, version = write_xlsxwriter, xlsxwriter.__version__
else:
    import openpyxl
    import openpyxl.cell
    import openpyxl.styles
    import openpyxl.utils

    write, version = write_openpyxl, openpyxl.__version__
write(numbers, min(rows, request["warmUpRows"]), columns, path)
say({"ready": f"{request['side']} {version}"})
for line in sys.stdin:
    if line.strip() != "run":
        continue
    begin = time.perf_counter()
    write(numbers, rows, columns, path)
    say({"seconds": time.perf_counter() - begin})
array.array("d", [os.path.getsize(path)]).tofile(open(request["answerPrefix"] + ".values", "wb"))
open(request["answerPrefix"] + ".labels", "wb").close()
say({"finished": {"peakBytes": peak_bytes(), "labels": 0, "values": 1}})
