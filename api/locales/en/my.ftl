my-rail = Your desk
my-done = Lately
my-register = What the register says
my-register-line = If something is wrong, call the office that issued the licence.
my-orders-none = No orders
my-orders-none-line = New ones come by mail and appear here.
my-must = What to correct
my-next = What comes next
my-answer = Your answer
my-answer-lead = Say what was corrected and add proof. Once sent it cannot be changed, but you may add to it.
my-answer-text = What was corrected
my-answer-text-hint = Item by item, as required above
my-answer-files = Proof
my-answer-files-hint = Pictures (JPG, PNG) or PDF, up to 20 MB each, 5 at a time
my-answer-button = Send the answer
my-answered = Answer sent
my-answer-files-again = the files that were in order must be chosen again too
my-answer-taken = Your answer has arrived. You may add to it.
my-answer-sent-before = This form was sent a moment ago with other content. Look at the answer below; if you do want to add this, press “Send the answer” once more.
my-file-wrong = “{ $name }”: { $text }
my-mail-stuck = Since { $since } some mail has not left. Go by what this desk shows.
my-nothing = Nothing to do now
my-nothing-line = New notices come by mail and appear here.
my-duties = { $n ->
    [one] 1 thing
   *[other] { $n } things
 } to do, the first by { $day }
my-late = { $n ->
    [one] 1 thing
   *[other] { $n } things
 } to do; the first was due on { $day }
my-duties-line = What is not corrected in time is dealt with by law.
my-licence-ends = The licence ends soon: ask its issuer to extend it
my-licence-ended = The licence has expired: call its issuer at once
my-lately-ordered = Ordered to correct
my-lately-served = Order served
my-lately-answered = First answer
my-state-waits = Waits for your answer
my-state-late = Late
my-state-checked = Answered, being checked
my-state-proposed = Closure proposed
my-state-closed = Closed
my-order-waits = Correct and answer by { $day }
my-order-late = Late: correct and answer at once
my-order-checked = Answered, being checked by the officers
my-order-checked-line = Anything more that is needed is told here. You may add further proof.
my-order-proposed = Closure is proposed and waits for approval
my-order-proposed-line = Nothing more is needed now. If it is sent back, you are told here.
my-order-closed = This matter is closed
my-order-closed-line = There is nothing more to do.
my-next-you = You
my-next-then = Then
my-next-office = The bureau
my-next-answer = Correct, answer and send proof
my-next-check = The officers check the correction
my-next-close = Once corrected, closure is proposed
my-next-approve = The lead officer approves closure or sends it back
my-from = From
my-ordered = Ordered on
my-due = Correct by
my-served = Served
my-not-served = Not yet served. A mail only informs and is no service.
my-consent = Service by e-mail
my-consent-none = No consent signed: a mail only informs, documents are handed over or posted
my-consent-signed = Consent signed on { $day }: documents may be served by e-mail
my-case = Case number
my-licence-line = This is what parents see.
my-answer-more = Add to your answer
