package dev.bastion.control;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "ssh-config")
final class SshConfigCommand extends ControlCommand {
    @Option(names = "--windows", description = "for the OpenSSH that comes with Windows")
    boolean windows;

    @Option(
            names = "--known-hosts",
            description = "the file of trusted hosts that the profile names, instead of the profile")
    boolean knownHosts;

    @Override
    Outcome run(Call call) {
        SshProfile profile = SshProfile.of(call, windows);
        String text = knownHosts ? profile.knownHosts() : profile.config();
        Page page = new Page();
        text.lines().forEach(page::line);
        Outcome.Answered answer = Outcome.answer(
                Json.object().put("config", profile.config()).put("known_hosts", profile.knownHosts()), page);
        return knownHosts ? answer : notes(answer, profile.saving());
    }

    private static Outcome notes(Outcome.Answered answer, List<String> commands) {
        Outcome.Answered told = answer.note("save both files, and name the first in your own config:");
        for (String command : commands) {
            told = told.note("  " + command);
        }
        return told;
    }
}
