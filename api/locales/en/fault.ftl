# What is wrong with a field, by the stable code of the fault, and what to do.
fault = This is not right yet; please change it
fault-text-empty = Please fill this in
fault-email-form = This is no e-mail address, for example name@example.com
fault-media-type = This kind of file is not taken: use a picture (JPG, PNG) or a PDF
fault-receipt-pair = Number and code do not match; compare them with your receipt
fault-receipt-typed = These are not the last 4 digits of the code; look again
fault-second-officer = Choose another officer with a valid certificate, not yourself
fault-sign-in-wrong = Login or password is wrong
