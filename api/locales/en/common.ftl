# Words that all doors share.
site = Hongjian
site-line = Off-campus training in Nanchang
desk-site = Hongjian officers’ desk
my-site = Hongjian institution’s desk
other-language = 中文
skip = Skip to the content
demo-bar = This is the demo town: institutions, complaints and people are invented.
entries = Main entries
entry-institutions = Look up
entry-complain = Complain
entry-follow = My complaint
front = Front page
hotline = City hotline 12345
sign-in-door = Sign in (institutions, officers)
open-data = Open data
host = Nanchang Education Bureau
as-of = register as of { $at }
optional = (may stay empty)
reason = Reason
state = State
none = none
any = any
retry = Try again
filter = Filter
filters = Filter by district, class and stage
filters-set = Filters set
filter-state = By state
district = District
class = Class
stage = Stage
status = State
licence = Licence
until = Valid until
place = Where you are
pages = Pages
next-page = Next page
first-page = First page
more = More
facts = Facts
acts = What happened
deadline = Deadline
waiting = waiting
unverified = basis being verified
in-place = there
not-yet = not yet
days-left =
    { $n ->
        [one] 1 day left
       *[other] { $n } days left
    }
count-items =
    { $n ->
        [one] 1 item
       *[other] { $n } items
    }
errors-head =
    { $n ->
        [one] One thing is not right yet
       *[other] { $n } things are not right yet
    }
error-line = { $label }: { $text }
errors-kept = All you wrote is kept. Put these right and go on.
errors-passwords = Passwords are never sent back; type them again.
mail-stuck =
    { $n ->
        [one] One notice has
       *[other] { $n } notices have
    } not left since { $since }.
mail-stuck-open = See which
stale-head = { $by } changed this at { $at }, before you
stale-changed = What you see is the newer version: { $what }.
stale-kept = What you wrote is still in the form below; read, then send it again.
stale-gone = That step can no longer be taken. What you wrote stands here, to be copied.
gallery-title = All pieces and pages
gallery-lead = Every piece and page in its states. Open in the demo only.
gallery-pieces = Pieces
gallery-pages = Pages
now-what = What to do now

# Deadlines.
days-late =
    { $n ->
        [one] 1 day late
       *[other] { $n } days late
    }
due-today = Due today
working-days-left =
    { $n ->
        [one] 1 working day left
       *[other] { $n } working days left
    }
provisional = day may change

# Error pages: what happened, what was kept, what to do.
problem-kept = What was kept
problem-newer = The version now
reference = Quote this on the telephone:
problem-unreadable = What you sent could not be read
problem-unreadable-kept = Nothing was changed.
problem-unreadable-now = Go back, check what you wrote, and send it again.
problem-forbidden = This page is not open to your account
problem-forbidden-kept = Nothing was changed.
problem-forbidden-now = Sign in with an account that may, or ask the administrator.
problem-stale-form = This page was open too long and was not sent
problem-stale-form-kept = Nothing was changed. “Back” in the browser still shows what you wrote.
problem-stale-form-now = Go back, copy what you wrote, reload that page, and send it again.
problem-not-found = There is no such page
problem-not-found-kept = What you sent before is safe.
problem-not-found-now = Check the address, or start from the front page.
problem-stale = Somebody changed this first; yours did not overwrite it
problem-stale-kept = What you wrote stands here, to be copied and sent again.
problem-stale-now = Open the newest version, read it, then decide.
problem-refused = This step cannot be taken now
problem-refused-kept = Nothing was changed.
problem-refused-now = Go back to its page: it says what the next step is.
problem-too-large = The file is too large and was not taken
problem-too-large-kept = Your text is still on the page before; nothing was sent.
problem-too-large-now = Go back, choose a smaller file, or send in parts.
problem-media-type = This kind of file is not taken
problem-media-type-kept = Your text is still on the page before; nothing was sent.
problem-media-type-now = Go back and choose a picture (JPG, PNG) or a PDF.
problem-too-many = Too many tries: please wait
problem-too-many-kept = What you sent before is safe.
problem-too-many-now = Try again after the time above. If it is urgent, call 12345.
problem-fault = Something went wrong on our side
problem-fault-kept = Nothing was half done: this step was not carried out.
problem-fault-now = Try again in some minutes. If it fails again, call and quote the number below.
problem-unavailable = The database does not answer now
problem-unavailable-kept = What was sent before is safe. This step was not carried out.
problem-unavailable-now = Try again in some minutes; a complaint can also be made at 12345.

# Sign-in and sessions.
sign-in = Sign in
sign-out = Sign out
sign-in-lead = For institutions and officers.
sign-in-parents = Parents need no account to look up, complain or follow.
sign-in-login = Login
sign-in-password = Password
sign-in-ended = Your session has ended. Please sign in again. What was not sent was not kept.
session-began = Signed in at { $at }
session-used = Last used { $at }, ends by { $until }
session-here = This one
sessions-lead = These sessions of your account are open. If you do not know one, change your password at once: sessions elsewhere end with it.
sessions-end = Sign out everywhere
password-head = Change password
password-lead = Sessions of this account elsewhere end when it is changed.
password-current = Password in use
password-new = New password
password-hint = 10 characters at least; a few words that have nothing to do with each other are easy to keep and hard to guess.
password-repeat = The new password once more
password-changed = The password is changed; sessions elsewhere have ended.
password-back = Back to the desk

# Places of the desks.
place-today = Today
place-leads = Leads
place-complaints = Complaints
place-cases = Cases
place-institutions = Institutions
place-notices = Notices
place-jobs = Jobs
place-audit = Audit
place-accounts = Accounts
place-sessions = Sessions
my-place-todo = To do
my-place-licence = Licence
my-place-orders = Orders
