"""BasePage, site furniture, the one sanitiser, error pages."""
