"""Plans of whole catalogs: the stock model and the clearing of stock over arrays of products, equal to the plans of one."""
