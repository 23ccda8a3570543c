package io.aliasdefender.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plot as SVG: a dot for each run and a stroke for the median, on a logarithmic axis with a place for zero. */
record DotPlot(String title, String unit, List<Row> rows) {
    private static final int WIDTH = 860;
    private static final int LEFT = 250;
    private static final int RIGHT = 90;
    private static final int TOP = 78;
    private static final int LANE = 15;
    private static final int GAP = 9;
    private static final int ZERO_WIDTH = 40;
    private static final String TEXT = "#1f2328";
    private static final String FAINT = "#d0d7de";

    /** What is set side by side. */
    record Row(String label, List<Series> series) {
        int height() {
            return series.size() * LANE + GAP;
        }
    }

    /** The runs of one system, the smallest value first. */
    record Series(String name, String colour, List<Double> values) {}

    String svg() {
        int height = TOP + rows.stream().mapToInt(Row::height).sum() + 40;
        List<String> svg = new ArrayList<>();
        svg.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + height + "\" width=\""
                + WIDTH + "\" height=\"" + height + "\" font-family=\"system-ui, sans-serif\" font-size=\"12\">");
        svg.add("<title>" + escaped(title) + "</title>");
        svg.add("<rect width=\"" + WIDTH + "\" height=\"" + height + "\" fill=\"#ffffff\"/>");
        svg.add(text(16, 26, "start", TEXT, title + " (" + unit + ")", "font-size=\"16\" font-weight=\"600\""));
        legend(svg);
        int bottom = height - 34;
        for (int decade = first(); decade <= last(); decade++) {
            double x = x(Math.pow(10, decade));
            svg.add(line(x, TOP - 8, x, bottom, FAINT, 1));
            svg.add(text(x, bottom + 16, "middle", TEXT, Measurand.text(Math.pow(10, decade)), ""));
        }
        if (hasZero()) {
            svg.add(line(LEFT, TOP - 8, LEFT, bottom, FAINT, 1));
            svg.add(text(LEFT, bottom + 16, "middle", TEXT, "0", ""));
        }
        int y = TOP;
        for (Row row : rows) {
            svg.add(text(LEFT - 16, y + row.series().size() * LANE / 2.0 + 3, "end", TEXT, row.label(), ""));
            for (Series series : row.series()) {
                lane(svg, series, y + LANE / 2.0);
                y += LANE;
            }
            y += GAP;
        }
        svg.add("</svg>");
        return String.join("\n", svg) + "\n";
    }

    private void legend(List<String> svg) {
        Map<String, String> colours = new LinkedHashMap<>();
        rows.forEach(row -> row.series().forEach(series -> colours.put(series.name(), series.colour())));
        int x = 20;
        for (Map.Entry<String, String> entry : colours.entrySet()) {
            svg.add(dot(x, 46, entry.getValue()));
            svg.add(text(x + 10, 50, "start", TEXT, entry.getKey(), ""));
            x += 130;
        }
        svg.add(text(x + 10, 50, "start", "#57606a", "a dot a run; the stroke and the number are the median", ""));
    }

    private void lane(List<String> svg, Series series, double y) {
        series.values().forEach(value -> svg.add(dot(x(value), y, series.colour())));
        double median = Samples.median(series.values()).orElseThrow();
        double x = x(median);
        svg.add(line(x, y - 6, x, y + 6, series.colour(), 2.5));
        double right = x(series.values().get(series.values().size() - 1));
        svg.add(text(right + 10, y + 4, "start", series.colour(), Measurand.text(median), "font-size=\"11\""));
    }

    private double x(double value) {
        double from = LEFT + (hasZero() ? ZERO_WIDTH : 0);
        if (value <= 0) {
            return LEFT;
        }
        return from + (WIDTH - RIGHT - from) * (Math.log10(value) - first()) / (last() - first());
    }

    private boolean hasZero() {
        return rows.stream()
                .flatMap(row -> row.series().stream())
                .anyMatch(series -> series.values().get(0) <= 0);
    }

    /** The decade that the axis begins with, as a power of ten. */
    private int first() {
        return (int) Math.floor(Math.log10(positive().min().orElse(1)));
    }

    private int last() {
        return Math.max(first() + 1, (int) Math.ceil(Math.log10(positive().max().orElse(10))));
    }

    private java.util.stream.DoubleStream positive() {
        return rows.stream()
                .flatMap(row -> row.series().stream())
                .flatMap(series -> series.values().stream())
                .mapToDouble(Double::doubleValue)
                .filter(value -> value > 0);
    }

    private static String dot(double x, double y, String colour) {
        return format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\" fill-opacity=\"0.45\"/>", x, y, colour);
    }

    private static String line(double x1, double y1, double x2, double y2, String colour, double width) {
        return format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>",
                x1, y1, x2, y2, colour, width);
    }

    private static String text(double x, double y, String anchor, String colour, String text, String more) {
        return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\"", x, y, anchor, colour)
                + (more.isEmpty() ? "" : " " + more) + ">" + escaped(text) + "</text>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
