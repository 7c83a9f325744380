package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.ssh.OfferedAlgorithms;

/** Which algorithms connections are protected by. */
final class EncryptionEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        OfferedAlgorithms offered = OfferedAlgorithms.ofThisBastion();
        return new Showing()
                .figure("key exchanges offered: " + listed(offered.keyExchanges()))
                .figure("ciphers offered: " + listed(offered.ciphers()))
                .finding();
    }
}
