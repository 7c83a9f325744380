package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

/** Which files moved and which commands ran. */
final class FileEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        if (grounds.sessions().isEmpty()) {
            return new Finding.Nothing("no session was opened in this span");
        }
        RecordingsFound found = grounds.recordings();
        return new Showing()
                .figure("%s run and listed; %s moved and listed"
                        .formatted(
                                counted(found.commands(), "command", "commands"),
                                counted(found.filesMoved(), "file", "files")))
                .gapIf(found.undigested() > 0, "transfers without a digest of the whole content: " + found.undigested())
                .gapOf("sessions whose files do not say what was done", found.unread())
                .finding();
    }
}
