package dev.bastion.report;

import dev.bastion.policy.yaml.Problems;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import dev.bastion.report.evidence.EvidenceKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The sets of controls that a page can be made for; what stands in each is a file beside this class. */
@SuppressWarnings("ImmutableEnumChecker") // read once, and of lists that nobody changes
public enum Framework {
    FFIEC,
    PCI,
    NIST,
    SOC2,
    ISO;

    private final Content content;

    Framework() {
        this.content = read("frameworks/" + word() + ".yaml");
    }

    private record Content(String name, String note, List<Control> controls) {}

    /** As it is typed: {@code pci}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As it calls itself: {@code PCI DSS v4.0.1}. */
    public String title() {
        return content.name();
    }

    /** Which edition it is, and where from. */
    String note() {
        return content.note();
    }

    /** In the order of the framework. */
    List<Control> controls() {
        return content.controls();
    }

    /** Whether its controls had other numbers in the version before. */
    boolean renumbered() {
        return controls().stream().anyMatch(control -> control.old().isPresent());
    }

    private static Content read(String resource) {
        Problems problems = new Problems();
        YamlMap file = YamlMap.read(text(resource), problems)
                .orElseThrow(() -> new IllegalStateException(resource + ": " + problems.all()));
        Content read = new Content(
                file.text("name").orElse(""),
                file.text("note").orElse(""),
                file.list("controls").stream()
                        .flatMap(item -> item.map().stream())
                        .map(Framework::control)
                        .toList());
        file.refuseUnknown();
        if (!problems.none()) {
            throw new IllegalStateException(resource + ": " + problems.all());
        }
        return read;
    }

    private static Control control(YamlMap map) {
        Control control = new Control(
                map.required("id").flatMap(YamlValue::text).orElse(""),
                map.text("old"),
                map.required("title").flatMap(YamlValue::text).orElse(""),
                map.list("evidence").stream()
                        .flatMap(item -> item.word(EvidenceKind.words()).stream())
                        .toList(),
                map.text("beyond"));
        map.refuseUnknown();
        return control;
    }

    private static String text(String resource) {
        try (InputStream in = Framework.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
