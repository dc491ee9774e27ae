# Completes a cube that is written in the short form, so that the constraints need to look for one form only.
# Source: "The RDF Data Cube Vocabulary", section 10 (normalisation): first the closure of types and properties, then
# what is attached to the data set is put down to its observations.
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT { ?figure a qb:Observation . ?dataSet a qb:DataSet } WHERE { ?figure qb:dataSet ?dataSet } ;
INSERT { ?component qb:componentProperty ?property ; a qb:ComponentSpecification . ?property a ?kind , qb:ComponentProperty }
WHERE {
  VALUES (?short ?kind) {
    (qb:dimension qb:DimensionProperty) (qb:measure qb:MeasureProperty) (qb:attribute qb:AttributeProperty)
  }
  ?component ?short ?property .
} ;
INSERT { ?structure a qb:DataStructureDefinition } WHERE { ?dataSet qb:structure ?structure } ;
INSERT { ?figure ?attribute ?value }
WHERE {
  ?component qb:componentAttachment qb:DataSet ; qb:componentProperty ?attribute .
  ?dataSet qb:structure/qb:component ?component ; ?attribute ?value .
  ?figure qb:dataSet ?dataSet .
}
