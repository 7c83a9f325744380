package dev.bastion.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.bastion.control.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a report is written. What people wrote is harmless in each: reasons and tickets are hostile wherever shown. */
public enum ReportFormat {
    /** For a terminal: each row as lines of name and value. */
    TEXT {
        @Override
        public String write(Report report) {
            StringBuilder text = new StringBuilder(report.title()).append('\n');
            report.notes().forEach(note -> text.append(note).append('\n'));
            int width = report.columns().stream().mapToInt(String::length).max().orElse(0);
            for (int row = 0; row < report.rows().size(); row++) {
                boolean goesOn = report.goesOn(row);
                text.append(goesOn ? "" : "\n");
                for (int i = goesOn ? report.leading() : 0; i < report.columns().size(); i++) {
                    String name = report.columns().get(i);
                    text.append(name).append(" ".repeat(width + 2 - name.length()));
                    text.append(PlainText.line(report.rows().get(row).get(i))).append('\n');
                }
            }
            return text.toString();
        }
    },
    /** RFC 4180, with a header line. */
    CSV {
        @Override
        public String write(Report report) {
            CsvMapper mapper = CsvMapper.builder()
                    .enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS)
                    .build();
            CsvSchema.Builder schema =
                    CsvSchema.builder().setLineSeparator("\r\n").setUseHeader(true);
            report.columns().forEach(schema::addColumn);
            List<List<String>> rows = report.rows().stream()
                    .map(row -> row.stream().map(ReportFormat::noFormula).toList())
                    .toList();
            try {
                return mapper.writer(schema.build()).writeValueAsString(rows);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("rows of texts are CSV", e);
            }
        }
    },
    /** One object: title, notes and rows by name. */
    JSON {
        @Override
        public String write(Report report) {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode json = mapper.createObjectNode().put("title", report.title());
            report.notes().forEach(json.putArray("notes")::add);
            ArrayNode rows = json.putArray("rows");
            for (List<String> row : report.rows()) {
                ObjectNode entry = rows.addObject();
                for (int i = 0; i < row.size(); i++) {
                    entry.put(report.columns().get(i), row.get(i));
                }
            }
            return json + "\n";
        }
    },
    /** A page to print; no script, nothing loaded from anywhere. */
    HTML {
        @Override
        public String write(Report report) {
            String head = report.columns().stream()
                    .map(column -> "<th>" + escaped(column.replace('_', ' ')) + "</th>")
                    .collect(Collectors.joining());
            StringBuilder body = new StringBuilder();
            for (int row = 0; row < report.rows().size(); row++) {
                body.append(line(report, row));
            }
            String notes = report.notes().stream()
                    .map(note -> "<p>" + escaped(note) + "</p>\n")
                    .collect(Collectors.joining());
            return page(escaped(report.title()), notes, head, body.toString());
        }
    };

    /** As it is typed: {@code csv}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The whole of it, ending with a line's end. */
    public abstract String write(Report report);

    /** What a row shares with the one before it is not said again. */
    private static String line(Report report, int row) {
        boolean goesOn = report.goesOn(row);
        StringBuilder line = new StringBuilder(goesOn ? "<tr class=\"on\">" : "<tr>");
        for (int i = 0; i < report.columns().size(); i++) {
            String cell = report.rows().get(row).get(i);
            line.append(
                    goesOn && i < report.leading() ? "<td></td>" : "<td>" + escaped(PlainText.line(cell)) + "</td>");
        }
        return line.append("</tr>\n").toString();
    }

    private static String page(String title, String notes, String head, String body) {
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>%s</title>
            <style>
            body { font: 10pt/1.4 sans-serif; margin: 1.5cm; }
            table { border-collapse: collapse; width: 100%%; }
            th, td { border: 1px solid #999; padding: 2pt 4pt; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
            th { background: #eee; overflow-wrap: normal; }
            tr { break-inside: avoid; }
            tr.on td:empty { border-top: none; border-bottom: none; }
            thead { display: table-header-group; }
            @page { size: A4 landscape; margin: 1cm; }
            </style>
            </head>
            <body>
            <h1>%s</h1>
            %s<table>
            <thead><tr>%s</tr></thead>
            <tbody>
            %s</tbody>
            </table>
            </body>
            </html>
            """.formatted(title, title, notes, head, body);
    }

    /** A spreadsheet takes a cell that begins like this for a formula, and runs it. */
    private static String noFormula(String cell) {
        String plain = PlainText.line(cell);
        return !plain.isEmpty() && "=+-@\t\r".indexOf(plain.charAt(0)) >= 0 ? "'" + plain : plain;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
