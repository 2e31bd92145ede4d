"""Reads a PDF from stdin, paints each page at 150 dots an inch and writes what its squares say, one a line."""

import sys

import pypdfium2
import zxingcpp

for page in pypdfium2.PdfDocument(sys.stdin.buffer.read()):
    picture = page.render(scale=150 / 72).to_pil()
    for square in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode):
        print(square.text)
