"""The planner of home visits: facts in, a plan and its reasons out. It knows neither Django nor who anybody is."""
