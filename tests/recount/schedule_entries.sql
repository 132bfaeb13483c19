-- What stands of figures, annual targets, assigned targets and tolerances.
SELECT o.row_id, 'figure', o.period, o.value, ''
FROM progress_observation o
LEFT JOIN progress_observation later ON later.supersedes_id = o.id
LEFT JOIN progress_observationwithdrawal w ON w.observation_id = o.id
WHERE later.id IS NULL AND w.id IS NULL
UNION ALL
SELECT c.row_id, 'checkpoint', c.period, c.value, ''
FROM progress_checkpoint c
LEFT JOIN progress_checkpoint later ON later.supersedes_id = c.id
LEFT JOIN progress_yardstickwithdrawal w ON w.checkpoint_id = c.id
WHERE later.id IS NULL AND w.id IS NULL
UNION ALL
SELECT t.row_id, 'assigned', 0, t.value, ''
FROM progress_assignedtarget t
LEFT JOIN progress_assignedtarget later ON later.supersedes_id = t.id
LEFT JOIN progress_yardstickwithdrawal w ON w.assignedtarget_id = t.id
WHERE later.id IS NULL AND w.id IS NULL
UNION ALL
SELECT t.row_id, 'tolerance', 0, t.value, t.basis
FROM progress_tolerance t
LEFT JOIN progress_tolerance later ON later.supersedes_id = t.id
LEFT JOIN progress_yardstickwithdrawal w ON w.tolerance_id = t.id
WHERE later.id IS NULL AND w.id IS NULL
