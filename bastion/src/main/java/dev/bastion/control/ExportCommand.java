package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.RecordedChannel;
import dev.bastion.recorder.asciicast.CastExport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "export")
final class ExportCommand extends ControlCommand {
    private static final int BUFFER = 32 * 1024;
    private static final String FORMATS = "asciicast-v2, asciicast-v3, text, raw or json";

    @Parameters(paramLabel = "SESSION", description = "the recorded session, like s-41")
    String id;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = FORMATS)
    String format;

    @Option(
            names = "--channel",
            paramLabel = "NUMBER",
            description = "only this channel of the session; the first terminal or command when left out")
    String channel;

    @Override
    Outcome run(Call call) {
        long session = Typed.session(id);
        Optional<Integer> only = Optional.ofNullable(channel).map(Typed::channel);
        Optional<CastExport> form = CastExport.of(format);
        if (form.isEmpty() && !format.equals("json")) {
            throw new UsageException("there is no format '%s'".formatted(PlainText.line(format, 40)), FORMATS);
        }
        return switch (Recorded.open(call, session, "export")) {
            case Recorded.Found.Not not -> not.why();
            case Recorded.Found.Yes yes ->
                json || form.isEmpty() ? facts(yes.recorded()) : write(call, yes.recorded(), only, form.get());
        };
    }

    /** The facts alone, as JSON whether or not {@code --json} is given too. */
    private static Outcome facts(Recorded recorded) {
        ObjectNode json = Json.object().set("recording", recorded.jsonWithChannels());
        return Outcome.answer(json, Page.of(Json.line(json)));
    }

    private Outcome write(Call call, Recorded recorded, Optional<Integer> only, CastExport form) {
        Optional<RecordedChannel> chosen = chosen(recorded.channels(), only);
        if (chosen.isEmpty()) {
            return Outcome.notFound("such channel in " + id, "ssh bastion export %s --format json".formatted(id));
        }
        recorded.tellRemarks(call);
        call.printer().say("channel %d: %s".formatted(chosen.get().number(), Recorded.kind(chosen.get())));
        if (form == CastExport.RAW && call.channel().terminal().isPresent()) {
            return new Outcome.Failed(
                    Exit.USAGE,
                    "terminal",
                    "raw output is not for a terminal, which would obey it",
                    Optional.of("ssh bastion export %s --format raw > file".formatted(id)));
        }
        try {
            OutputStream out = new BufferedOutputStream(call.channel().out(), BUFFER);
            chosen.get().export(form, out);
            out.flush();
            return new Outcome.Streamed(Exit.DONE);
        } catch (IOException broken) {
            throw new UnreadableRecordingException(broken);
        }
    }

    private static Optional<RecordedChannel> chosen(List<RecordedChannel> channels, Optional<Integer> only) {
        if (only.isPresent()) {
            return channels.stream().filter(one -> one.number() == only.get()).findFirst();
        }
        return channels.stream()
                .filter(one -> !(one instanceof RecordedChannel.Transfers || one instanceof RecordedChannel.Agent))
                .findFirst()
                .or(() -> channels.stream().findFirst());
    }
}
