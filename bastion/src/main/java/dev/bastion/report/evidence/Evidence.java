package dev.bastion.report.evidence;

/** One kind of evidence: looks at what an installation has and says what that shows. Stateless. */
@FunctionalInterface
interface Evidence {
    Finding in(Grounds grounds);
}
