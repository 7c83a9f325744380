package dev.bastion.control;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "ssh-config")
final class SshConfigCommand extends ControlCommand {
    /** It stands in a command that a shell reads: nothing in it means anything to any shell. */
    private static final Pattern KEY_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    @Option(names = "--windows", description = "for the OpenSSH that comes with Windows")
    boolean windows;

    @Option(
            names = "--known-hosts",
            description = "the file of trusted hosts that the profile names, instead of the profile")
    boolean knownHosts;

    @Option(
            names = "--key",
            paramLabel = "NAME",
            description = "what your key in ~/.ssh is called, where ssh-keygen has not named it")
    String key;

    @Override
    Outcome run(Call call) {
        SshProfile profile = SshProfile.of(call, keyName(), windows);
        if (knownHosts || json) {
            Followers.profileFetched(call);
        }
        String text = knownHosts ? profile.knownHosts() : profile.config();
        Page page = new Page();
        text.lines().forEach(page::line);
        Outcome.Answered answer = Outcome.answer(
                Json.object().put("config", profile.config()).put("known_hosts", profile.knownHosts()), page);
        return knownHosts ? answer : notes(answer, profile.saving());
    }

    private Optional<String> keyName() {
        if (key != null && !KEY_NAME.matcher(key).matches()) {
            throw new UsageException(
                    "'%s' is no name of a key here".formatted(PlainText.line(key, 60)),
                    "the name alone, of a file in ~/.ssh: --key id_work");
        }
        return Optional.ofNullable(key);
    }

    private static Outcome notes(Outcome.Answered answer, List<String> commands) {
        Outcome.Answered told = answer.note("save both files, and name the first in your own config:");
        for (String command : commands) {
            told = told.note("  " + command);
        }
        return told;
    }
}
