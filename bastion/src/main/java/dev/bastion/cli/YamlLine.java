package dev.bastion.cli;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pieces of YAML for lines to paste: bare where that is safe, and otherwise in double quotes. */
final class YamlLine {
    private static final Pattern BARE = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_./-]*");
    private static final Pattern MEANS_SOMETHING_ELSE =
            Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n|\\.inf|\\.nan");

    private YamlLine() {}

    static String text(String text) {
        boolean bare = BARE.matcher(text).matches()
                && !MEANS_SOMETHING_ELSE.matcher(text).matches();
        return bare ? text : quoted(text);
    }

    static String list(List<String> texts) {
        return texts.stream().map(YamlLine::text).collect(Collectors.joining(", ", "[", "]"));
    }

    static String map(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Double quotes as YAML 1.2 section 7.3.1 has them; what is not plain ASCII is spelled as a code. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c >= ' ' && c < 0x7f) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append("\\U%08x".formatted(c));
            }
        });
        return quoted.append('"').toString();
    }
}
