-- Every row of the plan's table of indicators, with the chapter of the first anchor.
WITH
the_plan AS (
    SELECT page_ptr_id AS id, period_start, period_end FROM document_plan
    WHERE key = '{plan}'
),
chapter AS (
    SELECT d.ordinal, p.path
    FROM document_division d JOIN wagtailcore_page p ON p.id = d.page_ptr_id
    WHERE d.level = 'chapter' AND d.plan_id IN (SELECT id FROM the_plan)
),
anchored AS (
    SELECT indicator_id, MIN(id) AS id FROM delivery_anchor
    WHERE indicator_id IS NOT NULL GROUP BY indicator_id
)
SELECT
    r.id, i.number, p.period_start, p.period_end, r.kind, r.direction, r.unit,
    r.target_form, r.target_operator, r.target_value, r.target_period,
    r.baseline_value, r.baseline_period, r.reference_number,
    COALESCE((SELECT c.ordinal FROM chapter c WHERE page.path LIKE c.path || '%'), 0)
FROM progress_indicator i
JOIN the_plan p ON p.id = i.plan_id
JOIN progress_indicatorrow r ON r.indicator_id = i.id
LEFT JOIN anchored ON anchored.indicator_id = i.id
LEFT JOIN delivery_anchor a ON a.id = anchored.id
LEFT JOIN document_part part ON part.id = a.part_id
LEFT JOIN wagtailcore_page page ON page.id = part.page_id
WHERE i.number IS NOT NULL AND r.code IS NOT NULL
ORDER BY i.number, r."order"
