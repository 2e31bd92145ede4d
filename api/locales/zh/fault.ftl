# What is wrong with a field, by the stable code of the fault, and what to do.
fault = 这一项没有填对，请改一下
fault-text-empty = 这一项要填
fault-email-form = 邮箱写得不对，例如 name@example.com
fault-media-type = 这种文件不能收，换成照片（JPG、PNG）或者 PDF
fault-receipt-pair = 编号和查询码对不上，请照回执再核对一遍
fault-receipt-typed = 和查询码的最后 4 位对不上，再看一遍
fault-second-officer = 另选一名持有效执法证的人，不能是您自己
fault-sign-in-wrong = 登录名或者密码不对
