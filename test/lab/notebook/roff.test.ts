import { expect, it } from 'vitest'
import { readPage } from '../../../src/lab/notebook/inspection/manual.js'
import { renderRoff } from '../../../src/lab/notebook/inspection/roff.js'

const source = String.raw`.\" A comment.
.TH IP\-TAP 8 "13 Dec 2012" "iproute2" "Linux"
.SH NAME
ip-tap \- tap devices
.SH "SYNOPSIS"
.sp
.ad l
.in +8
.ti -8
.B ip tap
.RI " { " COMMAND " | "
.BR help " }"
.sp
.ti -8
.BR "ip tap add" " [ "
.B dev
.IR DEVICE " ]"
.br
.B type \fITYPE\fR
.in -8
.SH OPTIONS
.SS ip tap add - add one
.TP
.BI mode " MODE"
the \(lqmode\(rq of a device,
which is ${'long '.repeat(20)}
.IP
and more.
.RS
.TP 4
.BR \-v , " \-\-verbose"
Talk \e more.
.RE
.nf
as   it
  stands
.fi
.TS
tab(:);
not shown
.TE
.PP
A last
paragraph.\" with a comment
`

it('lays a page out as man does', () => {
  expect(renderRoff(source, 60)).toBe(`IP-TAP 8 13 Dec 2012 iproute2 Linux

NAME
       ip-tap - tap devices

SYNOPSIS

       ip tap { COMMAND | help }

       ip tap add [ dev DEVICE ]
               type TYPE

OPTIONS

   ip tap add - add one

       mode MODE
              the “mode” of a device, which is long long
              long long long long long long long long long
              long long long long long long long long long

              and more.

              -v, --verbose
                     Talk \\ more.
       as   it
         stands

       A last paragraph.
IP-TAP 8 13 Dec 2012 iproute2 Linux
`)
})

it('gives a page that can be asked', () => {
  expect([...readPage('ip-tap', renderRoff(source) ?? '')!.sections.keys()]).toEqual(['NAME', 'SYNOPSIS', 'OPTIONS'])
})

it('reads no page of another kind', () => {
  expect(renderRoff('.Dd $Mdocdate$\n.Dt NC 1\n.Sh NAME\n.Nm nc\n')).toBeUndefined()
})
